using System.Text.Json;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>Writes the past of the live counts as operators read it.</summary>
internal static class HistoryWriter
{
    public static void Write(Utf8JsonWriter writer, LiveHistory history, HistoryQuery query)
    {
        var minutes = history.Minutes.Where(one => one.Minute * 60_000L >= query.FromMs && one.Minute * 60_000L <= query.ToMs).ToArray();
        var seconds = history.Seconds.Where(one => one.Second * 1000 >= query.FromMs && one.Second * 1000 <= query.ToMs).ToArray();
        writer.WriteStartObject();
        writer.WriteInstant("asOf"u8, history.AsOfMs);
        writer.WriteString("resolution"u8, query.BySecond ? "second"u8 : "minute"u8);
        writer.WriteNumber("stepSeconds"u8, history.StepSeconds);
        writer.WriteString("mediaId"u8, query.MediaId);
        writer.WriteBoolean("incomplete"u8, history.IsIncomplete);
        writer.WriteStartArray("points"u8);
        foreach (var minute in minutes)
            Write(writer, minute);
        foreach (var second in seconds)
            Write(writer, second);
        writer.WriteEndArray();
        if (query.BySecond)
            WriteSummary(writer, seconds.Select(static one => (one.Second * 1000, (double)one.Figures.Viewers, one.Figures.Viewers)).ToArray(), history.StepSeconds);
        else
            WriteSummary(writer, minutes.Select(static one => (one.Minute * 60_000L, (double)one.Viewers, one.PeakViewers)).ToArray(), history.StepSeconds);
        writer.WriteEndObject();
    }

    /// <summary>Only the points: what a stream tells a client that comes back.</summary>
    public static void WritePoints(Utf8JsonWriter writer, IEnumerable<LiveSecond> seconds)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("points"u8);
        foreach (var second in seconds)
            Write(writer, second);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Viewers on average over the time from the first point to the last, empty minutes between included, and at most.</summary>
    private static void WriteSummary(Utf8JsonWriter writer, (long AtMs, double Viewers, int Peak)[] points, int stepSeconds)
    {
        var steps = points.Length == 0 ? 0 : ((points[^1].AtMs - points[0].AtMs) / (stepSeconds * 1000L)) + 1;
        writer.WriteNumberOrNull("averageMinuteAudience"u8, steps == 0 ? null : Math.Round(points.Sum(static one => one.Viewers) / steps, 3));
        if (points.Length == 0)
        {
            writer.WriteNull("peak"u8);
            return;
        }

        var peak = points.MaxBy(static one => one.Peak);
        writer.WriteStartObject("peak"u8);
        writer.WriteNumber("viewers"u8, peak.Peak);
        writer.WriteInstant("at"u8, peak.AtMs);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, in LiveMinute minute)
    {
        writer.WriteStartObject();
        writer.WriteInstant("at"u8, minute.Minute * 60_000L);
        writer.WriteDouble("open"u8, Math.Round(minute.Open, 2));
        writer.WriteDouble("viewers"u8, Math.Round(minute.Viewers, 2));
        writer.WriteDouble("starting"u8, Math.Round(minute.Starting, 2));
        writer.WriteDouble("playing"u8, Math.Round(minute.Playing, 2));
        writer.WriteDouble("paused"u8, Math.Round(minute.Paused, 2));
        writer.WriteDouble("buffering"u8, Math.Round(minute.Buffering, 2));
        writer.WriteDouble("ad"u8, Math.Round(minute.Ad, 2));
        writer.WriteNumber("peakViewers"u8, minute.PeakViewers);
        writer.WriteNumber("starts"u8, minute.Starts);
        writer.WriteNumber("contentStarts"u8, minute.ContentStarts);
        writer.WriteNumber("ends"u8, minute.Ends);
        writer.WriteNumber("endsBeforeStart"u8, minute.EndsBeforeStart);
        writer.WriteNumber("errors"u8, minute.Errors);
        writer.WriteNumber("bitrateChanges"u8, minute.BitrateChanges);
        writer.WriteNumberOrNull("rebufferRatio"u8, minute.RebufferRatio is { } ratio ? Math.Round(ratio, 4) : null);
        writer.WriteNumberOrNull("averageBitrate"u8, float.IsFinite(minute.AverageBitrate) ? Math.Round(minute.AverageBitrate) : null);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, in LiveSecond second)
    {
        var figures = second.Figures;
        writer.WriteStartObject();
        writer.WriteInstant("at"u8, second.Second * 1000);
        writer.WriteNumber("open"u8, figures.Open);
        writer.WriteNumber("viewers"u8, figures.Viewers);
        writer.WriteNumber("starting"u8, figures.Starting);
        writer.WriteNumber("playing"u8, figures.Playing);
        writer.WriteNumber("paused"u8, figures.Paused);
        writer.WriteNumber("buffering"u8, figures.Buffering);
        writer.WriteNumber("ad"u8, figures.Ad);
        writer.WriteNumber("starts"u8, figures.Starts);
        writer.WriteNumber("contentStarts"u8, figures.ContentStarts);
        writer.WriteNumber("ends"u8, figures.Ends);
        writer.WriteNumber("endsBeforeStart"u8, figures.EndsBeforeStart);
        writer.WriteNumber("errors"u8, figures.Errors);
        writer.WriteNumber("bitrateChanges"u8, figures.BitrateChanges);
        writer.WriteNumberOrNull("rebufferRatio"u8, figures.Playing + figures.Buffering is var watching and > 0 ? Math.Round((double)figures.Buffering / watching, 4) : null);
        writer.WriteNumberOrNull("averageBitrate"u8, figures.AverageBitrate is { } average ? Math.Round(average) : null);
        writer.WriteEndObject();
    }
}
