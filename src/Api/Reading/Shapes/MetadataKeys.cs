using System.Buffers;

namespace SessionGrains.Api.Reading.Shapes;

/// <summary>The names that customMetadata may use (docs/protocol.md#2-reading-a-request).</summary>
internal static class MetadataKeys
{
    /// <summary>The pattern of the published schema.</summary>
    public const string Pattern = @"^[a-zA-Z0-9_\.]+$";

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."u8);

    /// <summary>Whether the name that the reader is at, whose escapes must be well formed, matches the pattern.</summary>
    public static bool Match(ref Utf8JsonReader json) =>
        Match(json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan);

    private static bool Match(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(Allowed);
}
