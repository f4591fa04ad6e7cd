using System.IO.Pipelines;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>One answer of the feed: it ends before the line that would exceed its lines or its bytes. A line that is larger than these bytes stands alone.</summary>
/// <param name="body">Where the lines go.</param>
/// <param name="mostLines">Lines at most, from 1.</param>
/// <param name="mostBytes">Bytes at most.</param>
/// <param name="aborted">The reader left.</param>
internal sealed class ReportPage(PipeWriter body, int mostLines, int mostBytes, CancellationToken aborted)
{
    private long _bytes;

    /// <summary>How many lines may still follow; 0 if the answer is complete.</summary>
    public int Left { get; private set; } = mostLines;

    /// <summary>Writes the lines that fit.</summary>
    public async Task Write(IEnumerable<byte[]> lines)
    {
        foreach (var line in lines.TakeWhile(_ => Left > 0))
        {
            if (_bytes > 0 && _bytes + line.Length > mostBytes)
            {
                Left = 0;
                return;
            }

            await body.WriteAsync(line, aborted);
            _bytes += line.Length;
            Left--;
        }
    }
}
