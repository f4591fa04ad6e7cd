using System.Globalization;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Tracking;
using SessionGrains.Tracking.Tests;

namespace SessionGrains.Faults.Tests.Reconciliation;

/// <summary>What the metrics of a session must be, by the naive calculation over the events that are in.</summary>
internal static class ExpectedMetrics
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Null when the metrics are right, else the first that is not.</summary>
    public static string? Difference(PlayedSession played, IEnumerable<ScriptedEvent> eventsThatAreIn, ReadSession read, TimeSpan idleTimeout)
    {
        var start = new StartRequest
        {
            Body = [], Ts = played.Script.StartTs, Playhead = 0, MediaId = played.Script.MediaId, Channel = "", PlayerName = "", ContentType = "",
            LengthSeconds = played.Script.LengthSeconds,
        };
        var naive = new NaiveMetrics(new NaiveSession(start, [.. eventsThatAreIn.Select(static one => one.Meaning)], (long)idleTimeout.TotalMilliseconds)).Metrics(read.IsClosed);
        foreach (var expected in JsonSerializer.SerializeToElement(naive, CamelCase).EnumerateObject())
        {
            if (expected.Name == "sinceLastCallMs")
                continue;

            var actual = read.Metrics.GetProperty(OnTheWire(expected.Name));
            if (!Same(expected.Name, expected.Value, actual))
                return $"{OnTheWire(expected.Name)} is {actual.GetRawText()}, naively {expected.Value.GetRawText()}";
        }

        return null;
    }

    private static string OnTheWire(string name) => name.EndsWith("Ms", StringComparison.Ordinal) ? name[..^2] : name;

    /// <summary>Milliseconds are seconds on the wire, at every depth.</summary>
    private static bool Same(string name, JsonElement expected, JsonElement actual) => expected.ValueKind switch
    {
        JsonValueKind.Number => actual.ValueKind == JsonValueKind.Number && Math.Abs((expected.GetDouble() * Factor(name)) - actual.GetDouble()) < 0.001 + Math.Abs(actual.GetDouble() * 1e-9),
        JsonValueKind.Array => expected.GetArrayLength() == actual.GetArrayLength() && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => Same(name, pair.First, pair.Second)),
        JsonValueKind.Object => expected.EnumerateObject().All(member => Same(member.Name, member.Value, actual.GetProperty(OnTheWire(member.Name)))),
        JsonValueKind.String => expected.GetString() == actual.GetString(),
        _ => expected.ValueKind == actual.ValueKind,
    };

    private static double Factor(string name) => name.EndsWith("Ms", StringComparison.Ordinal) ? 0.001 : 1;

    public static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
