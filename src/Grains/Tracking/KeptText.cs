using System.Diagnostics.CodeAnalysis;

namespace SessionGrains.Tracking;

/// <summary>Text of players that a session keeps: bounded, whatever is sent.</summary>
internal static class KeptText
{
    /// <summary>Characters of a name or id that are kept.</summary>
    public const int MostCharacters = 256;

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text)
    {
        if (text is null || text.Length <= MostCharacters)
        {
            return text;
        }

        // Never half of a surrogate pair.
        return text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
    }
}
