using System.Text.Json;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Messages;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Writes the metrics of a session under the names of decisions.md section 6.</summary>
internal static class MetricsWriter
{
    public static void Write(Utf8JsonWriter writer, SessionMetrics metrics)
    {
        writer.WriteStartObject("metrics"u8);
        writer.WriteNumber("mediaStarts"u8, metrics.MediaStarts);
        writer.WriteBoolean("contentStart"u8, metrics.ContentStart);
        writer.WriteBoolean("contentComplete"u8, metrics.ContentComplete);
        writer.WriteBoolean("contentResume"u8, metrics.ContentResume);
        writer.WriteSeconds("contentTimeSpent"u8, metrics.ContentTimeSpentMs);
        writer.WriteSeconds("adTimeSpent"u8, metrics.AdTimeSpentMs);
        writer.WriteSeconds("mediaTimeSpent"u8, metrics.MediaTimeSpentMs);
        writer.WriteSeconds("uniqueTimePlayed"u8, metrics.UniqueTimePlayedMs);
        writer.WriteNumberOrNull("averageMinuteAudience"u8, metrics.AverageMinuteAudience);
        writer.WriteNumber("estimatedStreams"u8, metrics.EstimatedStreams);
        WriteMarkers(writer, metrics.ProgressMarkers);
        writer.WriteString("contentSegment"u8, metrics.ContentSegment);
        writer.WriteBoolean("dropBeforeStart"u8, metrics.DropBeforeStart);
        writer.WriteNumber("pauseCount"u8, metrics.PauseCount);
        writer.WriteSeconds("totalPauseDuration"u8, metrics.TotalPauseDurationMs);
        writer.WriteNumber("bufferEvents"u8, metrics.BufferEvents);
        writer.WriteSeconds("totalBufferDuration"u8, metrics.TotalBufferDurationMs);
        writer.WriteNumber("stallEvents"u8, metrics.StallEvents);
        writer.WriteSeconds("totalStallDuration"u8, metrics.TotalStallDurationMs);
        writer.WriteNumber("adCount"u8, metrics.AdCount);
        writer.WriteNumber("adCompletes"u8, metrics.AdCompletes);
        writer.WriteNumber("adSkips"u8, metrics.AdSkips);
        writer.WriteNumber("chapterCount"u8, metrics.ChapterCount);
        writer.WriteNumber("chapterCompletes"u8, metrics.ChapterCompletes);
        writer.WriteNumber("bitrateChanges"u8, metrics.BitrateChanges);
        writer.WriteNumberOrNull("averageBitrate"u8, metrics.AverageBitrate);
        writer.WriteString("averageBitrateBucket"u8, metrics.AverageBitrateBucket);
        writer.WriteNumberOrNull("droppedFrames"u8, metrics.DroppedFrames);
        writer.WriteSeconds("timeToStart"u8, metrics.TimeToStartMs);
        writer.WriteNumber("errorEvents"u8, metrics.ErrorEvents);
        WriteLists(writer, metrics);
        writer.WriteSeconds("secondsSinceLastCall"u8, metrics.SinceLastCallMs);
        writer.WriteEndObject();
    }

    /// <summary>An ad under a name, null included.</summary>
    public static void WriteAd(Utf8JsonWriter writer, ReadOnlySpan<byte> name, AdSummary? ad)
    {
        if (ad is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WritePropertyName(name);
        WriteAd(writer, known);
    }

    /// <summary>A chapter under a name, null included.</summary>
    public static void WriteChapter(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ChapterSummary? chapter)
    {
        if (chapter is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WritePropertyName(name);
        WriteChapter(writer, known);
    }

    private static void WriteMarkers(Utf8JsonWriter writer, int[] markers)
    {
        writer.WriteStartArray("progressMarkers"u8);
        foreach (var marker in markers)
            writer.WriteNumberValue(marker);
        writer.WriteEndArray();
    }

    private static void WriteLists(Utf8JsonWriter writer, SessionMetrics metrics)
    {
        writer.WriteStartArray("errors"u8);
        foreach (var error in metrics.Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, error.Id);
            writer.WriteString("source"u8, error.Source);
            writer.WriteNumber("count"u8, error.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("ads"u8);
        foreach (var ad in metrics.Ads)
            WriteAd(writer, ad);
        writer.WriteEndArray();
        writer.WriteStartArray("chapters"u8);
        foreach (var chapter in metrics.Chapters)
            WriteChapter(writer, chapter);
        writer.WriteEndArray();
        writer.WriteStartArray("playerStates"u8);
        foreach (var state in metrics.PlayerStates)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, state.Name);
            writer.WriteNumber("count"u8, state.Count);
            writer.WriteSeconds("timeSpent"u8, state.TimeSpentMs);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAd(Utf8JsonWriter writer, AdSummary ad)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, ad.Id);
        writer.WriteString("name"u8, ad.Name);
        if (ad.BreakIndex is { } index)
            writer.WriteNumber("breakIndex"u8, index);
        else
            writer.WriteNull("breakIndex"u8);
        writer.WriteSeconds("timePlayed"u8, ad.TimePlayedMs);
        writer.WriteBoolean("completed"u8, ad.Completed);
        writer.WriteEndObject();
    }

    private static void WriteChapter(Utf8JsonWriter writer, ChapterSummary chapter)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, chapter.Index);
        writer.WriteString("name"u8, chapter.Name);
        writer.WriteSeconds("timePlayed"u8, chapter.TimePlayedMs);
        writer.WriteBoolean("completed"u8, chapter.Completed);
        writer.WriteEndObject();
    }
}
