using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Operators.Live;

/// <summary>Answers <c>GET /live</c> and <c>GET /live/history</c>.</summary>
internal sealed class LiveReading(LiveCalls calls)
{
    /// <summary>The audience now</summary>
    /// <remarks>
    /// How many sessions are open, how many viewers there are and what they see, in total and by title, player, content type and channel; the last complete minute;
    /// the silos. At most two seconds old: `asOf` says up to when all silos are counted, `incomplete` that one of them is silent or has just gone. docs/live.md
    /// defines every number.
    /// </remarks>
    public async Task ReadNow(HttpContext context)
    {
        if (!LiveRequest.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await AnswerBadQuery(context, wrong);
            return;
        }

        await context.SendJson(LiveJson.Answers, await calls.Now(query));
    }

    /// <summary>The audience of the last day or the last ten minutes</summary>
    /// <remarks>
    /// By minutes (the last 24 hours: means over the minute, and how often something happened in it) or by seconds (the last ten minutes; for a single title, its
    /// viewers every 10 s). Empty minutes are left out. Includes the average-minute audience and the peak of the points in the answer.
    /// </remarks>
    public async Task ReadHistory(HttpContext context)
    {
        if (!LiveRequest.TryReadHistory(context.Request.Query, out var query, out var wrong))
        {
            await AnswerBadQuery(context, wrong);
            return;
        }

        await context.SendJson(LiveJson.Answers, new LiveHistoryAnswer(await calls.History(query), query));
    }

    internal static Task AnswerBadQuery(HttpContext context, string wrong) => context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
}
