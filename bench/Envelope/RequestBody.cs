using System.Buffers;
using System.IO.Pipelines;

namespace SessionGrains.Bench;

/// <summary>Reads an event straight out of Kestrel's buffers; it is copied only where it lies in two of them.</summary>
internal static class RequestBody
{
    /// <summary>What to make of a body, while its bytes are there. The envelope is meaningful only if it is valid.</summary>
    public delegate TResult Reading<TResult>(bool isValid, in Envelope envelope, ReadOnlySpan<byte> body);

    public static ValueTask<TResult> ReadAsync<TResult>(HttpRequest request, Reading<TResult> reading)
    {
        // The body of an event came with its headers as a rule.
        var reader = request.BodyReader;
        if (!reader.TryRead(out var part))
            return Await(reader, reading);

        if (part.IsCompleted)
            return ValueTask.FromResult(Finish(reader, part, reading));

        reader.AdvanceTo(part.Buffer.Start, part.Buffer.End);
        return Await(reader, reading);
    }

    private static async ValueTask<TResult> Await<TResult>(PipeReader reader, Reading<TResult> reading)
    {
        while (true)
        {
            var part = await reader.ReadAsync();
            if (part.IsCompleted)
                return Finish(reader, part, reading);

            reader.AdvanceTo(part.Buffer.Start, part.Buffer.End);
        }
    }

    private static TResult Finish<TResult>(PipeReader reader, in ReadResult part, Reading<TResult> reading)
    {
        var body = part.Buffer.IsSingleSegment ? part.Buffer.FirstSpan : part.Buffer.ToArray();
        var result = reading(Envelope.TryRead(body, out var envelope), envelope, body);
        reader.AdvanceTo(part.Buffer.End);
        return result;
    }
}
