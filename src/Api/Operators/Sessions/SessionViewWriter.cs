using System.Text.Json;
using SessionGrains.Api.Json;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Messages;
using System.Text.Unicode;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Writes a session as decisions.md section 6 has it.</summary>
internal static class SessionViewWriter
{
    public static void Write(Utf8JsonWriter writer, SessionView view)
    {
        writer.WriteStartObject();
        writer.WriteString("sessionId"u8, view.SessionId);
        writer.WriteString("status"u8, view.ClosedBy is null ? "open"u8 : "closed"u8);
        WriteClosedBy(writer, view.ClosedBy);
        writer.WriteInstant("openedAt"u8, view.OpenedAtMs);
        writer.WriteInstant("lastEventAt"u8, view.LastEventAtMs);
        writer.WriteInstant("closesAt"u8, view.ClosesAtMs);
        writer.WriteInstant("closedAt"u8, view.ClosedAtMs);
        writer.WriteNumber("startTs"u8, view.StartTs);
        writer.WriteNumber("endTs"u8, view.EndTs);
        WriteAsSent(writer, "params"u8, view.StartBody);
        WriteAsSent(writer, "customMetadata"u8, view.StartBody);
        WriteQoe(writer, view.Qoe);
        WritePlayback(writer, view.Playback);
        writer.WriteStartObject("events"u8);
        writer.WriteNumber("received"u8, view.Events.Received);
        writer.WriteNumber("duplicates"u8, view.Events.Duplicates);
        writer.WriteNumber("late"u8, view.Events.Late);
        writer.WriteEndObject();
        MetricsWriter.Write(writer, view.Metrics);
        WriteFindings(writer, view.Findings);
        if (view.Journal is { } journal)
            JournalWriter.Write(writer, journal);
        writer.WriteEndObject();
    }

    public static void WriteFinding(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, finding.Code);
        writer.WriteNumber("count"u8, finding.Count);
        writer.WriteNumber("ts"u8, finding.Ts);
        writer.WriteString("detail"u8, finding.Detail);
        writer.WriteEndObject();
    }

    public static void WriteClosedBy(Utf8JsonWriter writer, ClosedBy? closedBy)
    {
        if (closedBy is null)
            writer.WriteNull("closedBy"u8);
        else
            writer.WriteString("closedBy"u8, closedBy switch
            {
                ClosedBy.SessionEnd => "sessionEnd"u8,
                ClosedBy.Idle => "idle"u8,
                ClosedBy.NoProgress => "no-progress"u8,
                ClosedBy.MaxAge => "max-age"u8,
                _ => "downloaded"u8,
            });
    }

    private static void WriteAsSent(Utf8JsonWriter writer, ReadOnlySpan<byte> name, byte[] startBody)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(JsonText.WithoutNuls(StartBody.Member(startBody, name)), skipInputValidation: true);
    }

    private static void WriteQoe(Utf8JsonWriter writer, QoeValues qoe)
    {
        writer.WriteStartObject("qoeData"u8);
        Number("media.qoe.bitrate"u8, qoe.Bitrate);
        Number("media.qoe.droppedFrames"u8, qoe.DroppedFrames);
        Number("media.qoe.framesPerSecond"u8, qoe.FramesPerSecond);
        Number("media.qoe.timeToStart"u8, qoe.TimeToStart);
        Text("media.qoe.errorID"u8, qoe.ErrorId);
        Text("media.qoe.errorSource"u8, qoe.ErrorSource);
        foreach (var other in qoe.Others ?? [])
        {
            writer.WritePropertyName(other.Key);
            writer.WriteRawValue(other.RawValue);
        }

        writer.WriteEndObject();

        void Number(ReadOnlySpan<byte> name, double? value)
        {
            if (value is { } number)
                writer.WriteDouble(name, number);
        }

        void Text(ReadOnlySpan<byte> name, string? value)
        {
            if (value is not null)
                writer.WriteString(name, value);
        }
    }

    private static void WritePlayback(Utf8JsonWriter writer, PlaybackView playback)
    {
        writer.WriteStartObject("playback"u8);
        WriteScene(writer, playback.State, playback.In);
        writer.WriteDouble("playhead"u8, playback.Playhead);
        MetricsWriter.WriteAd(writer, "ad"u8, playback.Ad);
        WriteAdBreak(writer, playback.AdBreak);
        MetricsWriter.WriteChapter(writer, "chapter"u8, playback.Chapter);
        writer.WriteStartArray("playerStates"u8);
        foreach (var state in playback.PlayerStates)
            writer.WriteStringValue(state);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The members <c>state</c> and <c>in</c>.</summary>
    public static void WriteScene(Utf8JsonWriter writer, PlaybackState state, PlaybackPlace place)
    {
        writer.WriteString("state"u8, state switch
        {
            PlaybackState.Starting => "starting"u8,
            PlaybackState.Playing => "playing"u8,
            PlaybackState.Paused => "paused"u8,
            PlaybackState.Buffering => "buffering"u8,
            _ => "completed"u8,
        });
        writer.WriteString("in"u8, place switch
        {
            PlaybackPlace.Content => "content"u8,
            PlaybackPlace.AdBreak => "adBreak"u8,
            _ => "ad"u8,
        });
    }

    private static void WriteAdBreak(Utf8JsonWriter writer, AdBreakOpening? adBreak)
    {
        if (adBreak is null)
        {
            writer.WriteNull("adBreak"u8);
            return;
        }

        writer.WriteStartObject("adBreak"u8);
        writer.WriteNumber("index"u8, adBreak.Index);
        writer.WriteDouble("offset"u8, adBreak.OffsetSeconds);
        writer.WriteString("name"u8, adBreak.Name);
        writer.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter writer, Finding[] findings)
    {
        writer.WriteStartArray("findings"u8);
        foreach (var finding in findings)
            WriteFinding(writer, finding);
        writer.WriteEndArray();
    }
}
