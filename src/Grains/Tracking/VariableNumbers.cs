using System.Buffers.Binary;

namespace SessionGrains.Tracking;

/// <summary>Numbers as bytes, seven bits per byte: small numbers take few. The state of a session keeps its lists in this form, in memory and in the store.</summary>
internal static class VariableNumbers
{
    /// <summary>The most bytes that a number takes.</summary>
    public const int MaxBytes = 10;

    /// <summary>The most bytes that a playhead takes.</summary>
    public const int MaxPlayheadBytes = 1 + sizeof(double);

    private const double MillisecondsPerSecond = 1000;

    public static void WriteNumber(Span<byte> to, ref int at, ulong number)
    {
        for (; number > 0x7f; number >>= 7)
        {
            to[at++] = (byte)(number | 0x80);
        }

        to[at++] = (byte)number;
    }

    public static ulong ReadNumber(ReadOnlySpan<byte> from, ref int at)
    {
        var number = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[at++];
            number |= (ulong)(next & 0x7f) << shift;
            if (next <= 0x7f)
            {
                return number;
            }
        }
    }

    /// <summary>ZigZag: small numbers of either sign take few bytes.</summary>
    public static void WriteSigned(Span<byte> to, ref int at, long number) => WriteNumber(to, ref at, (ulong)((number << 1) ^ (number >> 63)));

    public static long ReadSigned(ReadOnlySpan<byte> from, ref int at)
    {
        var number = ReadNumber(from, ref at);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    /// <summary>Writes a playhead, in seconds from 0 to 10^13: as whole milliseconds + 1 if it is that, otherwise 0 and its eight bytes.</summary>
    public static void WritePlayhead(Span<byte> to, ref int at, double playhead)
    {
        var ms = (long)Math.Round(playhead * MillisecondsPerSecond);
        if (ms / MillisecondsPerSecond == playhead && ms < 1L << 55)
        {
            WriteNumber(to, ref at, (ulong)ms + 1);
            return;
        }

        WriteNumber(to, ref at, 0);
        BinaryPrimitives.WriteDoubleLittleEndian(to[at..], playhead);
        at += sizeof(double);
    }

    public static double ReadPlayhead(ReadOnlySpan<byte> from, ref int at)
    {
        var ms = ReadNumber(from, ref at);
        if (ms > 0)
        {
            return (ms - 1) / MillisecondsPerSecond;
        }

        at += sizeof(double);
        return BinaryPrimitives.ReadDoubleLittleEndian(from[(at - sizeof(double))..]);
    }
}
