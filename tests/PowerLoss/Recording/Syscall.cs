using System.Buffers.Text;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>One call of a process as <c>strace</c> wrote it.</summary>
/// <param name="Name">Of the system call.</param>
/// <param name="Arguments">Between the parentheses, as written.</param>
/// <param name="Result">What it returned; negative for an error and for a call that had not returned.</param>
/// <param name="ResultText">With the path that belongs to a file descriptor.</param>
/// <param name="Begun">Number of the line on which it was called.</param>
/// <param name="Ended">Number of the line on which it had returned; <see cref="int.MaxValue"/> when the trace ended before.</param>
/// <param name="Seconds">When it was called, since 1970.</param>
internal sealed record Syscall(string Name, ReadOnlyMemory<byte> Arguments, long Result, ReadOnlyMemory<byte> ResultText, int Begun, int Ended, double Seconds)
{
    public bool HasReturned => Ended != int.MaxValue;

    /// <summary>The recorder answered in the kernel's place: it did nothing.</summary>
    public bool IsInjected => ResultText.Span.IndexOf("(INJECTED)"u8) >= 0;

    /// <summary>The path of the descriptor that is the first argument; what the kernel calls it now.</summary>
    public string? DescriptorPath => Path(Arguments.Span);

    public string? ResultPath => Path(ResultText.Span);

    /// <summary>All strings among the arguments, one after the other: the data of a write, however many parts it has.</summary>
    public byte[] Data
    {
        get
        {
            var text = Arguments.Span;
            var (data, length) = (new byte[Arguments.Length / 4], 0);
            while (text.IndexOf((byte)'"') is var open and >= 0)
            {
                var inside = text[(open + 1)..];
                var close = inside.IndexOf((byte)'"');
                if (close < 0 || inside[(close + 1)..].StartsWith("..."u8))
                    throw new FormatException($"The trace has only a part of what {Name} took.");

                length += Decode(inside[..close], data.AsSpan(length));
                text = inside[(close + 1)..];
            }

            return data.AsSpan(0, length).ToArray();
        }
    }

    /// <summary>The strings among the arguments, each by itself.</summary>
    public List<string> Strings
    {
        get
        {
            var strings = new List<string>();
            var text = Arguments.Span;
            while (text.IndexOf((byte)'"') is var open and >= 0)
            {
                var inside = text[(open + 1)..];
                var close = inside.IndexOf((byte)'"');
                if (close < 0)
                    break;

                strings.Add(DecodeText(inside[..close]));
                text = inside[(close + 1)..];
            }

            return strings;
        }
    }

    /// <summary>A number among the last arguments: 1 is the last one.</summary>
    public long FromTheEnd(int position)
    {
        var parts = Encoding.ASCII.GetString(Arguments.Span[Math.Max(0, Arguments.Length - 100)..]).Split(", ");
        return long.Parse(parts[^position], CultureInfo.InvariantCulture);
    }

    public bool Mentions(ReadOnlySpan<byte> text) => Arguments.Span.IndexOf(text) >= 0;

    private static string? Path(ReadOnlySpan<byte> descriptor)
    {
        if (!Utf8Parser.TryParse(descriptor, out long _, out var digits) || digits == descriptor.Length || descriptor[digits] != '<')
            return null;

        var close = descriptor.IndexOf((byte)'>');
        return close < 0 ? null : DecodeText(descriptor[(digits + 1)..close]);
    }

    private static string DecodeText(ReadOnlySpan<byte> escaped)
    {
        Span<byte> text = stackalloc byte[escaped.Length < 4096 ? escaped.Length : 0];
        if (text.Length == 0)
            text = new byte[escaped.Length];
        return Encoding.UTF8.GetString(text[..Decode(escaped, text)]);
    }

    /// <summary>From <c>\x41</c> to <c>A</c>; what is not escaped stays.</summary>
    private static int Decode(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        var length = 0;
        for (var i = 0; i < escaped.Length; length++)
        {
            if (escaped[i] == '\\' && i + 3 < escaped.Length && escaped[i + 1] == 'x')
            {
                into[length] = (byte)((Digit(escaped[i + 2]) << 4) | Digit(escaped[i + 3]));
                i += 4;
            }
            else
            {
                into[length] = escaped[i++];
            }
        }

        return length;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 32) - 'a' + 10;
}
