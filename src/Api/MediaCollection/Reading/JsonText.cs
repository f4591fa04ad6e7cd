using System.Buffers.Text;
using System.Globalization;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>What <see cref="System.Text.Json.Utf8JsonReader"/> does not check of a string: it throws on half a character only when the string is taken out.</summary>
internal static class JsonText
{
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

    /// <summary>At most <paramref name="length"/> characters of a text, without splitting one, and an ellipsis for the rest.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        int end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}…");
    }
}
