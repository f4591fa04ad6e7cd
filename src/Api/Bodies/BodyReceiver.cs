using System.IO.Pipelines;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Bodies;

/// <summary>
/// Reads a request's body whole, within limits of size, time and number (decisions.md sections 1, 2 and 7). Kestrel's own limits are off for that: its
/// answers would lack the CORS headers, and a browser could not read them.
/// </summary>
internal sealed class BodyReceiver(ReceivingLimiter limiter, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>How long a body may take to arrive.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A compressed body may be this much longer than what it contains, because incompressible bytes grow a little.</summary>
    private const int CodingOverhead = 4 * 1024;

    /// <summary>
    /// Reads the body; an <see cref="IOException"/> is the client's connection breaking. What is counted of it (<see cref="ReceivedBody.BodyAllowance"/>) goes
    /// back to the limiter when the request is answered.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Whose share of the limits it takes.</param>
    public async ValueTask<ReceivedBody> Receive(HttpContext context, AddressBuckets caller)
    {
        var request = context.Request;
        if (!ContentCodings.TryParse(request.Headers.ContentEncoding, out var coding))
            return new ReceivedBody(ReceiveResult.UnknownEncoding);

        var plain = coding == ContentCoding.Identity;
        var most = plain ? BodyBuffer.ArrayLimit : BodyBuffer.ArrayLimit + CodingOverhead;
        if (request.ContentLength > most)
            return new ReceivedBody(ReceiveResult.TooLarge);

        var buffer = new BodyBuffer();
        var counted = new BodyAllowance(limiter, caller);
        ReadTimeout? patience = null;
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                // The body of a usual event came with its headers: it is not waited for, so there is no timer and nothing to count.
                if (!reader.TryRead(out var part))
                {
                    if (patience is null && limiter.TryEnter(caller) is var entry and not LimitResult.Allowed)
                        return new ReceivedBody(entry);

                    patience ??= new ReadTimeout(reader, Patience, time);
                    part = await reader.ReadAsync();
                }

                if (part.IsCanceled || (part.IsCompleted && patience is not null && patience.End()))
                    return Refuse(ReceiveResult.TooSlow, reader, part);
                if (buffer.Length + part.Buffer.Length > most)
                    return Refuse(ReceiveResult.TooLarge, reader, part);

                buffer.Append(part.Buffer);
                reader.AdvanceTo(part.Buffer.End);
                if (plain && buffer.IsOverLimit)
                    return new ReceivedBody(ReceiveResult.TooLarge);
                if ((patience is not null || buffer.Length > BodyAllowance.Free) && counted.TryGrowTo(buffer.Capacity) is var taken and not LimitResult.Allowed)
                    return new ReceivedBody(taken);
                if (part.IsCompleted)
                    return plain ? buffer.Detach(counted.Detach()) : ContentCodings.Decompress(coding, buffer.Written, limiter, caller);
            }
        }
        catch (BadHttpRequestException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return new ReceivedBody(ReceiveResult.Broken);
        }
        finally
        {
            if (patience is not null)
            {
                patience.Dispose();
                limiter.Leave(caller);
            }

            buffer.Return();
            counted.Return();
        }
    }

    private static ReceivedBody Refuse(ReceiveResult reception, PipeReader reader, ReadResult part)
    {
        reader.AdvanceTo(part.Buffer.End);
        return new ReceivedBody(reception);
    }
}
