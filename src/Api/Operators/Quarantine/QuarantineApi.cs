using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;

namespace SessionGrains.Api.Operators.Quarantine;

/// <summary>Answers <c>GET</c> and <c>DELETE /quarantine</c>: lists stored records that cannot be read, and removes their sessions.</summary>
internal sealed class QuarantineApi(ClusterCalls cluster)
{
    /// <summary>List stored records that cannot be read</summary>
    /// <remarks>
    /// Records that the silos have met since they started: cut off, overwritten, or written by a newer version. Requests for their sessions are answered 503; other
    /// sessions are not affected. `kind` is start, progress, descriptions, report, live-minute or deadline; `reason` is damaged, too-large or unknown-format; `keyHash` is what the
    /// log calls the record. At most 1,000.
    /// </remarks>
    public async Task ReadQuarantine(HttpContext context)
    {
        await context.SendJson(QuarantineJson.Answers, new QuarantineAnswer(await cluster.Ask(static (IQuarantineReader quarantine) => quarantine.List())));
    }

    /// <summary>Remove a session that cannot be read</summary>
    /// <remarks>
    /// Removes what is stored of a session that has an unreadable record: afterwards its id is 404. If only its report is unreadable, the session stays, its entry is
    /// removed from the list, and the line of the report feed stays. A readable session is never removed. Needs a key that allows control; a key that may only read
    /// is answered 403.
    /// </remarks>
    public async Task PurgeSession(HttpContext context)
    {
        if (context.Request.RouteValues["sid"] is string sid && SessionId.IsWellFormed(sid) && await cluster.Ask((IQuarantineReader quarantine) => quarantine.Purge(sid)))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await context.AnswerProblem(StatusCodes.Status404NotFound, "Not in quarantine",
                "All that is stored of this session can be read, or nothing is stored of it. Nothing was removed.");
        }
    }
}
