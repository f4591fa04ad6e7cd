using System.IO.Pipelines;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.MediaCollection.Bodies;

/// <summary>
/// Reads a request's body whole, within limits of size and time (decisions.md sections 1 and 2). Kestrel's own limits are off for that: its
/// answers would lack the CORS headers, and a browser could not read them.
/// </summary>
internal sealed class BodyReceiver([FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>How long a body may take to arrive.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A compressed body may be this much longer than what it contains, because incompressible bytes grow a little.</summary>
    private const int CodingOverhead = 4 * 1024;

    /// <summary>Reads the body; an <see cref="IOException"/> is the client's connection breaking.</summary>
    public async ValueTask<ReceivedBody> Receive(HttpContext context)
    {
        var request = context.Request;
        if (!ContentCodings.TryParse(request.Headers.ContentEncoding, out var coding))
            return new ReceivedBody(Reception.UnknownEncoding);

        var plain = coding == ContentCoding.Identity;
        var most = plain ? GrowingBuffer.ArrayLimit : GrowingBuffer.ArrayLimit + CodingOverhead;
        if (request.ContentLength > most)
            return new ReceivedBody(Reception.TooLarge);

        var buffer = new GrowingBuffer((int)(request.ContentLength ?? 0));
        ReadingTime? patience = null;
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                // The body of a usual event came with its headers: no timer then.
                if (!reader.TryRead(out var part))
                {
                    patience ??= new ReadingTime(reader, Patience, time);
                    part = await reader.ReadAsync();
                }

                if (part.IsCanceled || (part.IsCompleted && patience is not null && patience.End()))
                    return TooSlow(reader, part);
                if (buffer.Length + part.Buffer.Length > most)
                    return TooLarge(reader, part);

                buffer.Append(part.Buffer);
                reader.AdvanceTo(part.Buffer.End);
                if (plain && buffer.IsOverLimit)
                    return new ReceivedBody(Reception.TooLarge);
                if (part.IsCompleted)
                    return plain ? buffer.Detach() : ContentCodings.Decompress(coding, buffer.Written);
            }
        }
        catch (BadHttpRequestException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return new ReceivedBody(Reception.Broken);
        }
        finally
        {
            patience?.Dispose();
            buffer.Return();
        }
    }

    private static ReceivedBody TooSlow(PipeReader reader, ReadResult part)
    {
        reader.AdvanceTo(part.Buffer.End);
        return new ReceivedBody(Reception.TooSlow);
    }

    private static ReceivedBody TooLarge(PipeReader reader, ReadResult part)
    {
        reader.AdvanceTo(part.Buffer.End);
        return new ReceivedBody(Reception.TooLarge);
    }
}
