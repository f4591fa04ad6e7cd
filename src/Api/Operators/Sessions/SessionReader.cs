using System.Text.Unicode;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions.Explaining;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Answers <c>GET /sessions/{sid}</c>; <c>?journal=true</c> adds the journal, <c>?explain=true</c> the explanation of the metrics.</summary>
internal sealed class SessionReader(SessionCalls sessions)
{
    /// <summary>Read a session</summary>
    /// <remarks>
    /// The session as it is now, including every event that has arrived; once closed, its report. With `journal=true` also its journal: what was on the screen when,
    /// and what happened. With `explain=true` also why its metrics have their values: for each duration the spans that it consists of, and for each 0, null and false
    /// the reason in one sentence. Needs a key, except in Development on the server itself.
    /// </remarks>
    public async Task ReadSession(HttpContext context)
    {
        if (!ReadQuery.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
            return;
        }

        var view = context.Request.RouteValues["sid"] is string sid && SessionId.IsWellFormed(sid) ? await Read(sid, query) : null;
        if (view is null)
        {
            await RequestProblems.UnknownSession(context);
            return;
        }

        if (TryPresent(view, query, out var body))
            await context.SendJson(body);
        else
            await UnavailableProblem.SessionUnreadable(context);
    }

    /// <summary>Serializes the session. False if it contains something that this version cannot write, stored by a newer version.</summary>
    private static bool TryPresent(SessionView view, ReadQuery query, out byte[] body)
    {
        try
        {
            body = SessionJson.Answers.Write(new SessionAnswer(view)
            {
                Journal = query.WithJournal ? view.Journal : null,
                Explanation = query.WithExplanation ? SessionExplanation.Of(view) : null,
            });
            return Utf8.IsValid(body);
        }
        catch (Exception)
        {
            body = [];
            return false;
        }
    }

    /// <summary>The explanation is made from the journal.</summary>
    private Task<SessionView?> Read(string sid, ReadQuery query) => query is { WithJournal: false, WithExplanation: false } ? sessions.Read(sid) : sessions.ReadWithJournal(sid);
}
