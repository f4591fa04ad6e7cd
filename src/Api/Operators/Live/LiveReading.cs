using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Operators.Live;

/// <summary>Answers <c>GET /live</c> and <c>GET /live/history</c>.</summary>
internal sealed class LiveReading(LiveCalls calls)
{
    public async Task ReadNow(HttpContext context)
    {
        if (!LiveRequest.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await AnswerBadQuery(context, wrong);
            return;
        }

        await context.SendJson(LiveJson.Answers, await calls.Now(query));
    }

    public async Task ReadHistory(HttpContext context)
    {
        if (!LiveRequest.TryReadHistory(context.Request.Query, out var query, out var wrong))
        {
            await AnswerBadQuery(context, wrong);
            return;
        }

        await context.SendJson(LiveJson.Answers, LiveHistoryAnswer.Of(await calls.History(query), query));
    }

    internal static Task AnswerBadQuery(HttpContext context, string wrong) => context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
}
