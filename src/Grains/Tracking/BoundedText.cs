using System.Diagnostics.CodeAnalysis;

namespace SessionGrains.Tracking;

/// <summary>Text of players that a session keeps: bounded, whatever is sent.</summary>
internal static class BoundedText
{
    /// <summary>Characters of a name or id that are kept.</summary>
    public const int MaxCharacters = 256;

    /// <summary>Memory that a text takes; 0 for none.</summary>
    public static int BytesOf(string? text) => text is null ? 0 : ((text.Length * sizeof(char)) + 22 + 7) / 8 * 8;

    public static int BytesOf(string[]? texts) => texts?.Sum(BytesOf) ?? 0;

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) => text is null ? null : Cut(text, MaxCharacters);

    /// <summary>The first <paramref name="most"/> characters, and never half of one that takes two.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
