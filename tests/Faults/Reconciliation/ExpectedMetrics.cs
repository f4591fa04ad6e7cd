using System.Globalization;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Messages;
using SessionGrains.Tracking.Tests;

namespace SessionGrains.Faults.Tests.Reconciliation;

/// <summary>What the metrics of a session must be, by the naive calculation over the events that are in.</summary>
internal static class ExpectedMetrics
{
    /// <summary>Null when the metrics are right, else the first that is not.</summary>
    public static string? Difference(PlayedSession played, IEnumerable<ScriptedEvent> eventsThatAreIn, ReadSession read, TimeSpan idleTimeout)
    {
        var start = new StartRequest
        {
            Body = [], Ts = played.Script.StartTs, Playhead = 0, MediaId = played.Script.MediaId, Channel = "", PlayerName = "", ContentType = "",
            LengthSeconds = played.Script.LengthSeconds,
        };
        var naive = new NaiveMetrics(new NaiveSession(start, [.. eventsThatAreIn.Select(static one => one.Meaning)], (long)idleTimeout.TotalMilliseconds)).Metrics(read.IsClosed);
        return MetricsOnTheWire.Difference(naive, read.Metrics) is var (metric, expected, shown) ? $"{metric} is {shown}, naively {expected}" : null;
    }

    public static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
