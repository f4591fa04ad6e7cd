using System.Text.Json;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Messages;
using SessionGrains.Sessions.Search;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Answers <c>GET /sessions</c>: recent and open sessions by what a person knows of them.</summary>
internal sealed class SessionSearch(SessionCalls sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>What the list can contain, in the words of the answer.</summary>
    public const string Covers =
        "Open sessions that a running silo has in memory, and the last 10,000 that each silo let go of since it started, as long as Sessions:Retention keeps them. A session whose silo died is found again from its next event on. Any other is found by its id.";

    public async Task FindSessions(HttpContext context)
    {
        if (!SearchQuery.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
            return;
        }

        var found = await sessions.Find(query);
        await context.AnswerJson(writer => Write(writer, found, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>In JSON a character may take six bytes: what does not fit then is left out too, and `truncated` says so.</summary>
    internal static void Write(Utf8JsonWriter writer, FoundSessions found, long nowMs)
    {
        var sessions = Fitting(found.Sessions);
        writer.WriteStartObject();
        writer.WriteInstant("asOf"u8, nowMs);
        writer.WriteString("covers"u8, Covers);
        writer.WriteBoolean("incomplete"u8, found.Incomplete);
        writer.WriteBoolean("truncated"u8, found.Truncated || sessions.Count < found.Sessions.Length);
        writer.WriteStartArray("sessions"u8);
        foreach (var session in sessions)
            writer.WriteRawValue(session.Span, skipInputValidation: true);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static List<ReadOnlyMemory<byte>> Fitting(FoundSession[] found)
    {
        var (fitting, left) = (new List<ReadOnlyMemory<byte>>(found.Length), MessageBudget.Bytes);
        foreach (var session in found)
        {
            var json = JsonAnswer.Write(writer => Write(writer, session));
            if ((left -= json.Length) < 0)
                break;

            fitting.Add(json);
        }

        return fitting;
    }

    private static void Write(Utf8JsonWriter writer, FoundSession session)
    {
        writer.WriteStartObject();
        writer.WriteString("sessionId"u8, session.SessionId);
        writer.WriteString("status"u8, session.ClosedBy is null ? "open"u8 : "closed"u8);
        SessionViewWriter.WriteClosedBy(writer, session.ClosedBy);
        writer.WriteInstant("openedAt"u8, session.OpenedAtMs);
        writer.WriteInstant("lastEventAt"u8, session.LastEventAtMs);
        writer.WriteInstant("closedAt"u8, session.ClosedAtMs);
        writer.WriteString("mediaId"u8, session.MediaId);
        writer.WriteString("mediaName"u8, session.MediaName);
        writer.WriteString("channel"u8, session.Channel);
        writer.WriteString("playerName"u8, session.PlayerName);
        writer.WriteString("visitorId"u8, session.VisitorId);
        SessionViewWriter.WriteScene(writer, session.State, session.In);
        writer.WriteNumber("findings"u8, session.Findings);
        writer.WriteEndObject();
    }
}
