using System.Text.Unicode;

namespace SessionGrains.Api.Json;

/// <summary>Explains in plain words why a body is not JSON: where the mistake is and what it most likely is.</summary>
internal static class JsonFault
{
    /// <summary>A mistake visible before parsing; null when the body is worth parsing.</summary>
    public static (string Code, string Detail)? BeforeReading(ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty) return (ViolationCodes.Empty, "is empty: a JSON document is due");

        // JSON starts with an ASCII character: a zero byte beside it means two bytes per character.
        if (body is [_, 0, ..] or [0, _, ..] or [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) return (ViolationCodes.Json, "is UTF-16: send UTF-8");
        if (Utf8.IsValid(body)) return null;
        if (body is [0x1F, 0x8B, ..]) return (ViolationCodes.Json, "is gzip: say so with the header Content-Encoding: gzip");
        var position = FirstInvalid(body);
        return (ViolationCodes.Json, string.Create(CultureInfo.InvariantCulture, $"is not UTF-8: byte {position} (0x{body[position]:X2}) begins no character"));
    }

    /// <summary>Where and why parsing failed; <paramref name="ended"/> when it failed after a complete document.</summary>
    public static string Describe(ReadOnlySpan<byte> body, JsonException error, bool ended)
    {
        int line = (int)(error.LineNumber ?? 0), column = (int)(error.BytePositionInLine ?? 0);
        var position = Math.Min(LineStart(body, line) + column, body.Length);
        return string.Create(CultureInfo.InvariantCulture, $"is not valid JSON at line {line + 1}, byte {column + 1}: {(ended ? "there is more after the end of the JSON document" : Cause(body, position))}");
    }

    private static string Cause(ReadOnlySpan<byte> body, int position)
    {
        if (position < body.Length && body[position] < 0x20) return "a control character, such as a line break, inside a string; escape it";
        if (position > 0 && body[position - 1] == '\\') return "JSON has no such escape";
        var before = body[..position].TrimEnd(" \t\r\n"u8);
        var at = body[position..].TrimStart(" \t\r\n"u8);
        var afterComma = before is [.., (byte)','];
        return at switch
        {
            [] => "it ends too early; was it cut off?",
            [(byte)'}' or (byte)']', ..] when afterComma => "a trailing comma; remove the comma before the closing bracket",
            [(byte)'\'', ..] => "names and strings take double quotes, not single ones",
            [(byte)'/' or (byte)'#', ..] => "JSON has no comments",
            [(byte)'<', ..] when before.IsEmpty => "it looks like XML or HTML",
            [(byte)'%', ..] when before.IsEmpty => "it looks URL-encoded; send the JSON as it is",
            [(byte)'"', ..] when !afterComma && before is not [] and not [.., (byte)'{' or (byte)'[' or (byte)':'] => "a comma is missing before this",
            [var first, ..] when char.IsAsciiLetter((char)first) || first is (byte)'_' or (byte)'$' =>
                $"\"{Word(at)}\" stands bare; names and strings take double quotes, and beside them there are only numbers, true, false and null",
            [var first, ..] when first < 0x7F => $"'{(char)first}' does not belong here",
            _ => "this character does not belong here",
        };
    }

    private static string Word(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && length < 20 && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'_' or (byte)'.' or (byte)'$')) length++;
        return Encoding.ASCII.GetString(text[..length]);
    }

    private static int LineStart(ReadOnlySpan<byte> body, int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            var end = body[start..].IndexOf((byte)'\n');
            if (end < 0) break;
            start += end + 1;
        }

        return start;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(body[position..], out _, out var consumed) == System.Buffers.OperationStatus.Done) position += consumed;
        return position;
    }
}
