using System.Diagnostics.CodeAnalysis;

namespace SessionGrains.Tracking;

/// <summary>Limits the length of texts from players.</summary>
internal static class BoundedText
{
    /// <summary>UTF-16 units of a name or id that are kept.</summary>
    public const int MaxCharacters = 256;

    /// <summary>Bytes of memory that a text takes; 0 for null.</summary>
    public static int BytesOf(string? text) => text is null ? 0 : ((text.Length * sizeof(char)) + 22 + 7) / 8 * 8;

    public static int BytesOf(ReadOnlySpan<string?> texts)
    {
        var bytes = 0;
        foreach (var text in texts)
        {
            bytes += BytesOf(text);
        }

        return bytes;
    }

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) => text is null ? null : Cut(text, MaxCharacters);

    /// <summary>The first <paramref name="maxLength"/> UTF-16 units, without splitting a surrogate pair.</summary>
    public static string Cut(string text, int maxLength) =>
        text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
}
