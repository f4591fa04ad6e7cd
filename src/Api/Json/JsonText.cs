using System.Buffers.Text;

namespace SessionGrains.Api.Json;

/// <summary>
/// Checks and converts JSON strings where <see cref="Utf8JsonReader"/> does not: it reports an unpaired surrogate only when the string is materialized, and accepts
/// NUL characters.
/// </summary>
internal static class JsonText
{
    /// <summary>A NUL in JSON is always escaped: unescaped it would not be valid JSON.</summary>
    private static ReadOnlySpan<byte> NulEscape => "\\u0000"u8;

    /// <summary>Whether all \ud800–\udfff escapes of a string form pairs; the escapes must be well formed.</summary>
    public static bool HasOnlyPairedSurrogates(ReadOnlySpan<byte> escaped)
    {
        var afterHigh = false;
        while (true)
        {
            var next = escaped.IndexOf((byte)'\\');
            if (next != 0 && afterHigh) return false;
            if (next < 0) return true;
            escaped = escaped[next..];
            if (escaped[1] != (byte)'u')
            {
                if (afterHigh) return false;
                escaped = escaped[2..];
                continue;
            }

            if (!Utf8Parser.TryParse(escaped.Slice(2, 4), out ushort unit, out _, 'x') || char.IsLowSurrogate((char)unit) != afterHigh) return false;
            afterHigh = char.IsHighSurrogate((char)unit);
            escaped = escaped[6..];
        }
    }

    /// <summary>Position of the first NUL escape, or −1; the escapes must be well formed.</summary>
    public static int IndexOfNul(ReadOnlySpan<byte> json)
    {
        // Almost no body contains one, and this search is vectorized.
        if (json.IndexOf(NulEscape) < 0) return -1;
        for (var at = 0; json[at..].IndexOf((byte)'\\') is var next and >= 0;)
        {
            at += next;
            if (json[at..].StartsWith(NulEscape)) return at;
            at += 2;
        }

        return -1;
    }

    /// <summary>The same JSON without NUL characters (docs/protocol.md#2-reading-a-request).</summary>
    public static ReadOnlySpan<byte> WithoutNuls(ReadOnlySpan<byte> json)
    {
        var nul = IndexOfNul(json);
        if (nul < 0) return json;
        var left = new byte[json.Length - NulEscape.Length];
        var length = 0;
        for (; nul >= 0; nul = IndexOfNul(json))
        {
            json[..nul].CopyTo(left.AsSpan(length));
            length += nul;
            json = json[(nul + NulEscape.Length)..];
        }

        json.CopyTo(left.AsSpan(length));
        return left.AsSpan(0, length + json.Length);
    }

    /// <summary>At most the first <paramref name="length"/> UTF-16 units of a text, without splitting a surrogate pair.</summary>
    public static string Cut(string text, int length, out bool wasCut)
    {
        wasCut = text.Length > length;
        return wasCut ? text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] : text;
    }

    /// <summary>The beginning of a text for a response: without NUL characters, with an ellipsis when cut.</summary>
    public static string Quote(string text, int length)
    {
        var quote = Cut(text, length, out var wasCut).Replace("\0", "", StringComparison.Ordinal);
        return wasCut ? string.Create(CultureInfo.InvariantCulture, $"{quote}…") : quote;
    }

    /// <summary>
    /// The beginning of an escaped name or string as text, long enough for its first <paramref name="units"/> UTF-16 units. With an unpaired surrogate it is returned
    /// as sent.
    /// </summary>
    public static string Beginning(ReadOnlySpan<byte> escaped, int units)
    {
        var beginning = escaped[..LengthOf(escaped, units)];
        if (!beginning.Contains((byte)'\\') || !HasOnlyPairedSurrogates(beginning)) return Encoding.UTF8.GetString(beginning);
        var quoted = new Utf8JsonReader((byte[])[(byte)'"', .. beginning, (byte)'"']);
        quoted.Read();
        return quoted.GetString()!;
    }

    /// <summary>Bytes of the first units of a string, without splitting an escape, a pair of them or a character.</summary>
    private static int LengthOf(ReadOnlySpan<byte> escaped, int units)
    {
        var length = 0;
        for (var taken = 0; taken < units && length < escaped.Length; taken++)
        {
            length += BytesOfNext(escaped[length..]);
        }

        return Math.Min(length, escaped.Length);
    }

    private static int BytesOfNext(ReadOnlySpan<byte> escaped) => escaped switch
    {
        [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B', ..] => 12,
        [(byte)'\\', (byte)'u', ..] => 6,
        [(byte)'\\', ..] => 2,
        [< 0x80, ..] => 1,
        [< 0xE0, ..] => 2,
        [< 0xF0, ..] => 3,
        _ => 4,
    };
}
