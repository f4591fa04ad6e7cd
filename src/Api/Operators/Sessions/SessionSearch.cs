using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Answers <c>GET /sessions</c>: finds open and recent sessions by title, visitor, time and status.</summary>
internal sealed class SessionSearch(SessionCalls sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>Find recent and open sessions</summary>
    /// <remarks>
    /// All filters in the query must match. `covers` says which sessions the list can contain, `incomplete` whether a part of the cluster did not answer.
    /// </remarks>
    public async Task FindSessions(HttpContext context)
    {
        if (!SearchQuery.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
            return;
        }

        var found = await sessions.Find(query);
        await context.SendJson(SessionJson.Answers, new SessionListAnswer(found, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }
}
