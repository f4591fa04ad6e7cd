using System.Diagnostics.CodeAnalysis;

namespace SessionGrains.Tracking;

/// <summary>
/// Text of players that a session keeps: bounded, whatever is sent, and one object where many sessions say the same, as with ads, chapters and
/// names of values they do.
/// </summary>
internal static class KeptText
{
    /// <summary>Characters of a name or id that are kept.</summary>
    public const int MostCharacters = 256;

    /// <summary>Texts that are remembered for sharing; the last one of each place. Of the longest ones that is 1.1 MiB for the process.</summary>
    private const int Places = 4_096;

    /// <summary>Characters of a text that is worth sharing.</summary>
    private const int MostShared = 128;

    /// <summary>Written without a lock: whoever reads it compares.</summary>
    private static readonly string?[] Recent = new string?[Places];

    /// <summary>Memory that a text takes; 0 for none.</summary>
    public static int BytesOf(string? text) => text is null ? 0 : ((text.Length * sizeof(char)) + 22 + 7) / 8 * 8;

    public static int BytesOf(string[]? texts) => texts?.Sum(BytesOf) ?? 0;

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) => Share(text is null ? null : Cut(text, MostCharacters));

    /// <summary>The first <paramref name="most"/> characters, and never half of one that takes two.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The text, as an object that is kept already if there is one.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Share(string? text)
    {
        if (text is not { Length: > 0 and <= MostShared })
        {
            return text;
        }

        ref var recent = ref Recent[(uint)text.GetHashCode(StringComparison.Ordinal) % Places];
        return recent is { } kept && kept == text ? kept : recent = text;
    }
}
