using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SessionGrains.Api.Json;

/// <summary>
/// What <see cref="Utf8JsonReader"/> does not check of a string: it throws on half a character only when the string is taken out, and NUL
/// is a character like any other to it.
/// </summary>
internal static class JsonText
{
    /// <summary>How NUL comes in JSON: as it is, it would be no JSON.</summary>
    private static ReadOnlySpan<byte> NulEscape => "\\u0000"u8;

    /// <summary>True when every \ud800–\udfff escape of a string is half of a pair; the escapes themselves must be well formed.</summary>
    public static bool HasOnlyPairedSurrogates(ReadOnlySpan<byte> escaped)
    {
        bool afterHigh = false;
        while (true)
        {
            int next = escaped.IndexOf((byte)'\\');
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

    /// <summary>Where the first NUL escape of some JSON begins, or −1; the escapes themselves must be well formed.</summary>
    public static int IndexOfNul(ReadOnlySpan<byte> json)
    {
        // Nearly nobody sends one, and this search is vectorised.
        if (json.IndexOf(NulEscape) < 0) return -1;
        for (int at = 0; json[at..].IndexOf((byte)'\\') is var next and >= 0;)
        {
            at += next;
            if (json[at..].StartsWith(NulEscape)) return at;
            at += 2;
        }

        return -1;
    }

    /// <summary>The same JSON, its NUL characters left out (decisions.md section 2).</summary>
    public static ReadOnlySpan<byte> WithoutNuls(ReadOnlySpan<byte> json)
    {
        int nul = IndexOfNul(json);
        if (nul < 0) return json;
        byte[] left = new byte[json.Length - NulEscape.Length];
        int length = 0;
        for (; nul >= 0; nul = IndexOfNul(json))
        {
            json[..nul].CopyTo(left.AsSpan(length));
            length += nul;
            json = json[(nul + NulEscape.Length)..];
        }

        json.CopyTo(left.AsSpan(length));
        return left.AsSpan(0, length + json.Length);
    }

    /// <summary>The first <paramref name="length"/> UTF-16 units of a text, and never half of a character that takes two.</summary>
    public static string Cut(string text, int length, out bool wasCut)
    {
        wasCut = text.Length > length;
        return wasCut ? text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] : text;
    }

    /// <summary>A text for an answer: its beginning without NUL characters, and an ellipsis for the rest.</summary>
    public static string Quote(string text, int length)
    {
        string quote = Cut(text, length, out bool wasCut).Replace("\0", "", StringComparison.Ordinal);
        return wasCut ? string.Create(CultureInfo.InvariantCulture, $"{quote}…") : quote;
    }

    /// <summary>
    /// The beginning of a name or string as text: all that is needed of it for its first <paramref name="units"/> UTF-16 units, however long
    /// it is. One that holds half a character is shown as it was sent.
    /// </summary>
    public static string Beginning(ReadOnlySpan<byte> escaped, int units)
    {
        ReadOnlySpan<byte> beginning = escaped[..LengthOf(escaped, units)];
        if (!beginning.Contains((byte)'\\') || !HasOnlyPairedSurrogates(beginning)) return Encoding.UTF8.GetString(beginning);
        var quoted = new Utf8JsonReader((byte[])[(byte)'"', .. beginning, (byte)'"']);
        quoted.Read();
        return quoted.GetString()!;
    }

    /// <summary>How many bytes the first units of a string take, without splitting an escape, a pair of them, or a character.</summary>
    private static int LengthOf(ReadOnlySpan<byte> escaped, int units)
    {
        int length = 0;
        for (int taken = 0; taken < units && length < escaped.Length; taken++)
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
