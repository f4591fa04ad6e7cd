using System.Text.Json;
using SessionGrains.Api.Json;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Messages;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Writes a session's story as the member <c>journal</c>.</summary>
internal static class JournalWriter
{
    public static void Write(Utf8JsonWriter writer, JournalView journal)
    {
        writer.WriteStartObject("journal"u8);
        writer.WriteNumber("entries"u8, journal.Entries);
        writer.WriteBoolean("thinned"u8, journal.Thinned);
        writer.WriteStartArray("segments"u8);
        foreach (var segment in journal.Segments)
            Write(writer, segment);
        writer.WriteEndArray();
        writer.WriteStartArray("points"u8);
        foreach (var point in journal.Points)
            Write(writer, point);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JournalSegment segment)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, segment.Kind switch
        {
            JournalSegmentKind.Starting => "starting"u8,
            JournalSegmentKind.Content => "content"u8,
            JournalSegmentKind.Paused => "paused"u8,
            JournalSegmentKind.Buffering => "buffering"u8,
            JournalSegmentKind.Stalled => "stalled"u8,
            JournalSegmentKind.Ad => "ad"u8,
            JournalSegmentKind.AdBreak => "adBreak"u8,
            _ => "completed"u8,
        });
        writer.WriteNumber("fromTs"u8, segment.FromTs);
        writer.WriteNumber("toTs"u8, segment.ToTs);
        writer.WriteString("name"u8, segment.Name);
        writer.WriteDouble("playheadFrom"u8, segment.PlayheadFrom);
        writer.WriteDouble("playheadTo"u8, segment.PlayheadTo);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JournalPoint point)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, EventNames.Of(point.Type));
        writer.WriteNumber("ts"u8, point.Ts);
        writer.WriteDouble("playhead"u8, point.Playhead);
        writer.WriteString("detail"u8, point.Detail);
        writer.WriteEndObject();
    }
}
