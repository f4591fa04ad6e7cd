using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>The parts of a sentence: durations, times of day, positions and names.</summary>
internal static class Phrases
{
    private const int MaxNameLength = 60;
    private const int MaxSentenceLength = 500;
    private const double MaxPosition = 1e13;

    /// <summary><c>12.5 s</c>.</summary>
    public static string Seconds(long ms) => Number(ms) + " s";

    /// <summary>Milliseconds as seconds without the unit: <c>12.5</c>.</summary>
    public static string Number(long ms) => (ms / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The time of day in UTC, with milliseconds where there are any: <c>12:00:15.25</c>.</summary>
    public static string Time(long ts) => Instant.HasDate(ts)
        ? DateTimeOffset.FromUnixTimeMilliseconds(ts).ToString("HH:mm:ss.FFF", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"ts {ts}");

    /// <summary>A position in the content, in seconds, without the unit.</summary>
    public static string Position(double seconds) =>
        double.IsFinite(seconds) && Math.Abs(seconds) <= MaxPosition ? seconds.ToString("0.###", CultureInfo.InvariantCulture) : "an unknown position";

    /// <summary>A name that a player sent, in quotes.</summary>
    public static string Quoted(string name) => $"\"{Cut(name, MaxNameLength)}\"";

    /// <summary><c>1 ad</c>, <c>2 ads</c>.</summary>
    public static string Plural(long count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> parts) => parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    /// <summary>A sentence from a value and what explains it.</summary>
    public static string Sentence(MetricValue? value, string reason) => Cut($"{value?.Text ?? "null"}: {reason}", MaxSentenceLength - 1) + ".";

    /// <summary>The beginning of a text, never half a surrogate pair.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(length - (char.IsHighSurrogate(text[length - 2]) ? 2 : 1))] + "…";
}
