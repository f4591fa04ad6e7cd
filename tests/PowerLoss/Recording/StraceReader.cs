using System.Buffers.Text;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>
/// Reads a trace: puts calls together again that were written in two lines because others came between. What had not returned when the trace ends is
/// given as such, and a last line that breaks off is left out, as its call may or may not have been.
/// </summary>
internal static class StraceReader
{
    /// <summary>In the order in which they were called.</summary>
    public static List<Syscall> Read(ReadOnlyMemory<byte> trace)
    {
        var calls = new List<Syscall>();
        var begun = new Dictionary<int, (ReadOnlyMemory<byte> Text, int Line, double Seconds)>();
        var line = 0;
        for (var rest = trace; rest.Span.IndexOf((byte)'\n') is var end and >= 0; rest = rest[(end + 1)..], line++)
            TakeLine(rest[..end], line, begun, calls);

        foreach (var (text, at, seconds) in begun.Values)
        {
            if (text.Span.IndexOf((byte)'(') is var open and >= 0)
                calls.Add(new Syscall(Encoding.ASCII.GetString(text.Span[..open]), text[(open + 1)..], -1, default, at, int.MaxValue, seconds));
        }

        calls.Sort(static (one, other) => one.Begun.CompareTo(other.Begun));
        return calls;
    }

    private static void TakeLine(ReadOnlyMemory<byte> line, int number, Dictionary<int, (ReadOnlyMemory<byte> Text, int Line, double Seconds)> begun, List<Syscall> calls)
    {
        var text = line.Span;
        if (!Utf8Parser.TryParse(text, out int thread, out var digits))
            return;

        var start = digits;
        while (start < text.Length && text[start] == ' ')
            start++;
        if (!Utf8Parser.TryParse(text[start..], out double seconds, out digits) || start + digits + 1 >= text.Length)
            return;

        var call = line[(start + digits + 1)..];
        if (call.Span.StartsWith("<... "u8))
        {
            if (begun.Remove(thread, out var first) && call.Span.IndexOf(" resumed>"u8) is var resumed and >= 0)
                Add(calls, Join(first.Text, call[(resumed + " resumed>".Length)..]), first.Line, number, first.Seconds);
        }
        else if (call.Span.EndsWith(" <unfinished ...>"u8))
        {
            begun[thread] = (call[..^" <unfinished ...>".Length], number, seconds);
        }
        else
        {
            Add(calls, call, number, number, seconds);
        }
    }

    private static void Add(List<Syscall> calls, ReadOnlyMemory<byte> call, int begun, int ended, double seconds)
    {
        var text = call.Span;
        var open = text.IndexOf((byte)'(');
        var close = text.LastIndexOf(") = "u8);
        if (open < 0 || close < open)
            return;

        var result = call[(close + 4)..];
        calls.Add(new Syscall(
            Encoding.ASCII.GetString(text[..open]), call[(open + 1)..close], Utf8Parser.TryParse(result.Span, out long value, out _) ? value : -1, result, begun, ended, seconds));
    }

    private static byte[] Join(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var whole = new byte[first.Length + second.Length];
        first.CopyTo(whole);
        second.CopyTo(whole.AsMemory(first.Length));
        return whole;
    }
}
