using System.Text.Encodings.Web;
using System.Text.Json;
using SessionGrains.Messages;

namespace SessionGrains.Silo.Exports.Tables;

/// <summary>Values as columns have them.</summary>
internal static class Values
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly long MostMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A time in milliseconds since 1970-01-01 UTC; null outside the years 1970 to 9999.</summary>
    public static object? Instant(long? ms) => ms is { } value && value >= 0 && value <= MostMs ? DateTimeOffset.FromUnixTimeMilliseconds(value).UtcDateTime : null;

    /// <summary>Milliseconds as seconds.</summary>
    public static object? Seconds(long? ms) => ms / 1000.0;

    public static object? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>A list as JSON, which every warehouse reads; null for an empty one.</summary>
    public static string? List<T>(IReadOnlyCollection<T> items) => items.Count == 0 ? null : JsonSerializer.Serialize(items, Json);

    public static IReadOnlyList<KeyValuePair<string, string?>> Map(MetadataEntry[]? entries) =>
        entries is null ? [] : Map(entries.Select(static entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)));

    /// <summary>Of names that come twice the first, in every sink: JSON allows doubled names, and databases refuse them or choose for themselves.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Map(IEnumerable<KeyValuePair<string, string?>> entries) =>
        [.. entries.Select(static entry => KeyValuePair.Create(Text(entry.Key)!, Text(entry.Value))).DistinctBy(static entry => entry.Key, StringComparer.Ordinal)];

    /// <summary>Without NUL characters, which databases refuse.</summary>
    public static string? Text(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    public static string? Name(PlayOutcome outcome) => outcome switch
    {
        PlayOutcome.Completed => "completed",
        PlayOutcome.Skipped => "skipped",
        PlayOutcome.Cut => "cut",
        _ => null,
    };
}
