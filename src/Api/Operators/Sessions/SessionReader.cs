using System.Text.Unicode;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Answers <c>GET /sessions/{sid}</c>; <c>?journal=true</c> adds the journal.</summary>
internal sealed class SessionReader(SessionCalls sessions)
{
    /// <summary>Read a session</summary>
    /// <remarks>
    /// The session as it is now, including every event that has arrived; once closed, its report. With `journal=true` also its journal: what was on the screen when,
    /// and what happened. Needs a key, except in Development on the server itself.
    /// </remarks>
    public async Task ReadSession(HttpContext context)
    {
        if (!TryReadQuery(context.Request.Query, out var withJournal))
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", "journal must be true or false.");
            return;
        }

        var view = context.Request.RouteValues["sid"] is string sid && SessionId.IsWellFormed(sid) ? await Read(sid, withJournal) : null;
        if (view is null)
        {
            await RequestProblems.UnknownSession(context);
            return;
        }

        if (TryPresent(view, out var body))
            await context.SendJson(body);
        else
            await UnavailableProblem.SessionUnreadable(context);
    }

    /// <summary>Serializes the session. False if it contains something that this version cannot write, stored by a newer version.</summary>
    private static bool TryPresent(SessionView view, out byte[] body)
    {
        try
        {
            body = SessionJson.Answers.Write(new SessionAnswer(view));
            return Utf8.IsValid(body);
        }
        catch (Exception)
        {
            body = [];
            return false;
        }
    }

    private Task<SessionView?> Read(string sid, bool withJournal) => withJournal ? sessions.ReadWithJournal(sid) : sessions.Read(sid);

    private static bool TryReadQuery(IQueryCollection query, out bool withJournal)
    {
        var sent = query["journal"];
        withJournal = false;
        return sent.Count == 0 || (sent.Count == 1 && bool.TryParse(sent[0], out withJournal));
    }
}
