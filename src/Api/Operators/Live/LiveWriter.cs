using System.Text.Json;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>Writes the live counts as operators read them.</summary>
internal static class LiveWriter
{
    public static void Write(Utf8JsonWriter writer, LiveSnapshot live)
    {
        writer.WriteStartObject();
        writer.WriteInstant("asOf"u8, live.AsOfMs);
        writer.WriteBoolean("incomplete"u8, live.IsIncomplete);
        writer.WriteStartArray("silos"u8);
        foreach (var silo in live.Silos)
            Write(writer, silo);
        writer.WriteEndArray();
        WriteCounts(writer, live.Figures);
        WriteMinute(writer, live.LastMinute);
        writer.WriteStartArray("titles"u8);
        foreach (var title in live.Titles)
            WriteTitle(writer, title);
        writer.WriteEndArray();
        writer.WriteNumber("titleCount"u8, live.TitleCount);
        writer.WriteStartObject("otherTitles"u8);
        WriteCounts(writer, live.OtherTitles);
        writer.WriteEndObject();
        WriteBreakdown(writer, "players"u8, live.Breakdown, LiveKind.Player);
        WriteBreakdown(writer, "contentTypes"u8, live.Breakdown, LiveKind.ContentType);
        WriteBreakdown(writer, "channels"u8, live.Breakdown, LiveKind.Channel);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LiveSilo silo)
    {
        writer.WriteStartObject();
        writer.WriteString("silo"u8, silo.Silo);
        writer.WriteInstant("asOf"u8, silo.HeardAtMs);
        writer.WriteNumber("sessions"u8, silo.Health.Sessions);
        writer.WriteDouble("eventsPerSecond"u8, Math.Round(silo.Health.EventsPerSecond, 1));
        writer.WriteNumberOrNull("storeLatencyMs"u8, silo.Health.StoreLatencyMs is { } ms ? Math.Round(ms, 2) : null);
        writer.WriteBoolean("silent"u8, silo.IsSilent);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, in LiveFigures figures)
    {
        writer.WriteNumber("open"u8, figures.Open);
        writer.WriteNumber("viewers"u8, figures.Viewers);
        writer.WriteStartObject("states"u8);
        writer.WriteNumber("starting"u8, figures.Starting);
        writer.WriteNumber("playing"u8, figures.Playing);
        writer.WriteNumber("paused"u8, figures.Paused);
        writer.WriteNumber("buffering"u8, figures.Buffering);
        writer.WriteNumber("ad"u8, figures.Ad);
        writer.WriteEndObject();
    }

    private static void WriteMinute(Utf8JsonWriter writer, in LiveMinute minute)
    {
        writer.WriteStartObject("lastMinute"u8);
        writer.WriteInstant("at"u8, minute.Minute * 60_000L);
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

    private static void WriteTitle(Utf8JsonWriter writer, LiveLine title)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaId"u8, title.Key.Id);
        writer.WriteString("name"u8, title.Name);
        writer.WriteString("channel"u8, title.Channel);
        WriteCounts(writer, title.Figures);
        writer.WriteStartArray("recentViewers"u8);
        foreach (var viewers in title.RecentViewers)
            writer.WriteNumberValue(viewers);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteBreakdown(Utf8JsonWriter writer, ReadOnlySpan<byte> name, LiveLine[] lines, LiveKind kind)
    {
        writer.WriteStartArray(name);
        foreach (var line in lines.Where(line => line.Key.Kind == kind))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, line.Key.Id);
            writer.WriteNumber("open"u8, line.Figures.Open);
            writer.WriteNumber("viewers"u8, line.Figures.Viewers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
