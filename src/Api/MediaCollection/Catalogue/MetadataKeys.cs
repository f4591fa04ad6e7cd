using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The names that customMetadata may use (digest section 3.1; decisions.md section 2).</summary>
internal static class MetadataKeys
{
    /// <summary>The rule as the published schema writes it.</summary>
    public const string Pattern = @"^[a-zA-Z0-9_\.]+$";

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."u8);

    /// <summary>True when the name that the reader stands on, whose escapes must be well formed, follows the pattern.</summary>
    public static bool Match(ref Utf8JsonReader json) =>
        Match(json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan);

    private static bool Match(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(Allowed);
}
