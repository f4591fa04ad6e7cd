using System.IO.Pipelines;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Bodies;

/// <summary>
/// Reads a whole request body within <see cref="BodyLimits"/> and the limits of <see cref="ReceivingLimiter"/> (docs/protocol.md#7-limits). Kestrel's own body
/// limits are off: its responses would lack the CORS headers, and a browser could not read them.
/// </summary>
internal sealed class BodyReceiver(ReceivingLimiter limiter, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>Reads the body. <see cref="ReceivedBody.CountedBytes"/> must be returned to the limiter after the response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">The caller whose share of the limits is used.</param>
    /// <exception cref="IOException">The client's connection broke.</exception>
    public async ValueTask<ReceivedBody> Receive(HttpContext context, AddressBuckets caller)
    {
        var request = context.Request;
        if (!ContentCodings.TryParse(request.Headers.ContentEncoding, out var coding))
            return new ReceivedBody(ReceiveResult.UnknownEncoding);

        var plain = coding == ContentCoding.Identity;
        var maxBytes = plain ? BodyLimits.ArrayBytes : BodyLimits.ArrayBytes + BodyLimits.CompressionOverhead;
        if (request.ContentLength > maxBytes)
            return new ReceivedBody(ReceiveResult.TooLarge);

        var buffer = new BodyBuffer();
        var allowance = new BodyAllowance(limiter, caller);
        ReadTimeout? timeout = null;
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                // The body of a typical event arrives with its headers: no wait, so no timer and nothing to count.
                if (!reader.TryRead(out var part))
                {
                    if (timeout is null && limiter.Bodies.TryTake(caller) is var entry and not LimitResult.Allowed)
                        return new ReceivedBody(entry);

                    timeout ??= new ReadTimeout(reader, BodyLimits.ReceiveTimeout, time);
                    part = await reader.ReadAsync();
                }

                if (part.IsCanceled || (part.IsCompleted && timeout is not null && timeout.Stop()))
                    return Refuse(ReceiveResult.TooSlow, reader, part);
                if (buffer.Length + part.Buffer.Length > maxBytes)
                    return Refuse(ReceiveResult.TooLarge, reader, part);

                buffer.Append(part.Buffer);
                reader.AdvanceTo(part.Buffer.End);
                if (plain && buffer.IsOverLimit)
                    return new ReceivedBody(ReceiveResult.TooLarge);
                if ((timeout is not null || buffer.Length > BodyAllowance.UncountedBytes) && allowance.TryGrowTo(buffer.Capacity) is var taken and not LimitResult.Allowed)
                    return new ReceivedBody(taken);
                if (part.IsCompleted)
                    return plain ? buffer.Detach(allowance.Detach()) : ContentCodings.Decompress(coding, buffer.Written, limiter, caller);
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException { InnerException: OverflowException } && !context.RequestAborted.IsCancellationRequested)
        {
            return new ReceivedBody(ReceiveResult.Broken);
        }
        finally
        {
            if (timeout is not null)
            {
                timeout.Dispose();
                limiter.Bodies.Return(caller);
            }

            buffer.Return();
            allowance.Return();
        }
    }

    private static ReceivedBody Refuse(ReceiveResult result, PipeReader reader, ReadResult part)
    {
        reader.AdvanceTo(part.Buffer.End);
        return new ReceivedBody(result);
    }
}
