using System.Text.Json;
using SessionGrains.Api.Json;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Messages;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Turns news of a session into the events of its stream. Remembers which findings it has told.</summary>
internal sealed class SessionFrames
{
    private Dictionary<string, int>? _found;

    /// <summary>The events in the order of telling: what came, what it showed, what the session is now, and that it is closed.</summary>
    public IEnumerable<byte[]> Of(SessionUpdate news)
    {
        foreach (var applied in news.Applied)
            yield return Frame("applied", writer => Write(writer, applied));
        if (news.View is not { } view)
            yield break;

        foreach (var finding in NewlyFound(view.Findings))
            yield return Frame("finding", writer => SessionViewWriter.WriteFinding(writer, finding));
        yield return Frame("session", writer => SessionViewWriter.Write(writer, view));
        if (news.IsFinished && view.ClosedBy is { } closedBy)
            yield return Frame("closed", writer => Write(writer, closedBy));
    }

    /// <summary>How long until time alone closes the session.</summary>
    /// <param name="deadlines">On the silo's clock.</param>
    /// <param name="nowMs">The silo's clock.</param>
    public static byte[] Countdown(SessionDeadlines deadlines, long nowMs) => Frame("countdown", writer =>
    {
        writer.WriteStartObject();
        writer.WriteInstant("at"u8, nowMs);
        writer.WriteNumber("idleInMs"u8, Math.Max(0, deadlines.IdleAtMs - nowMs));
        writer.WriteNumber("noProgressInMs"u8, Math.Max(0, deadlines.NoProgressAtMs - nowMs));
        writer.WriteNumber("maxAgeInMs"u8, Math.Max(0, deadlines.MaxAgeAtMs - nowMs));
        writer.WriteInstant("closesAt"u8, Math.Min(deadlines.IdleAtMs, Math.Min(deadlines.NoProgressAtMs, deadlines.MaxAgeAtMs)));
        writer.WriteEndObject();
    });

    /// <summary>Findings that are new or came again; those of the first news are in the session.</summary>
    private Finding[] NewlyFound(Finding[] findings)
    {
        var known = _found;
        _found = findings.ToDictionary(finding => finding.Code, finding => finding.Count);
        return known is null ? [] : [.. findings.Where(finding => !known.TryGetValue(finding.Code, out var count) || count != finding.Count)];
    }

    private static void Write(Utf8JsonWriter writer, AppliedEvent applied)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, EventNames.Of(applied.Type));
        writer.WriteNumber("ts"u8, applied.Ts);
        writer.WriteInstant("receivedAt"u8, applied.ReceivedAtMs);
        writer.WriteDouble("playhead"u8, applied.Playhead);
        writer.WriteString("verdict"u8, applied.Verdict switch
        {
            AppliedVerdict.Late => "late"u8,
            AppliedVerdict.Duplicate => "duplicate"u8,
            _ => "applied"u8,
        });
        writer.WriteString("detail"u8, applied.Detail);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ClosedBy closedBy)
    {
        writer.WriteStartObject();
        SessionViewWriter.WriteClosedBy(writer, closedBy);
        writer.WriteEndObject();
    }

    private static byte[] Frame(string name, Action<Utf8JsonWriter> write) => EventStream.Frame(name, JsonAnswer.Write(write).Span);
}
