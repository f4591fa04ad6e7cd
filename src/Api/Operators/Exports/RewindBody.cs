using System.Globalization;
using System.Text.RegularExpressions;
using SessionGrains.Exports;

namespace SessionGrains.Api.Operators.Exports;

/// <summary>Reads from where sessions are to leave again: the body of <c>POST /exports/{name}/rewind</c>.</summary>
internal static partial class RewindBody
{
    public const string HowToSend = """Send exactly one of {"cursor":"<cursor>"}, {"time":"2026-11-29T13:00:00Z"} and {"beginning":true} as the body.""";

    private const int LongestCursor = 4096;

    /// <summary>Null if the body is something else.</summary>
    public static ExportRewindTarget? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return !reader.Read() && json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.EnumerateObject().ToArray() is [var one] ? TargetOf(one) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is not valid Unicode.
            return null;
        }
    }

    private static ExportRewindTarget? TargetOf(JsonProperty member) => (member.Name, member.Value.ValueKind) switch
    {
        ("cursor", JsonValueKind.String) when member.Value.GetString() is { Length: > 0 and <= LongestCursor } cursor => new(Cursor: cursor),
        ("time", JsonValueKind.String) when TimeOf(member.Value.GetString()!) is { } time => new(TimeMs: time.ToUnixTimeMilliseconds()),
        ("beginning", JsonValueKind.True) => new(),
        _ => null,
    };

    /// <summary>With an offset: without one, nobody knows whose clock is meant.</summary>
    private static DateTimeOffset? TimeOf(string text) =>
        TimePattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();
}
