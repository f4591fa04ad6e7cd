using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.Operators;

namespace SessionGrains.Api.Hosting;

/// <summary>
/// What every request but an event passes (that has <see cref="EventDoor"/>): the rules of its audience on the way in, an answer for every fault on the
/// way out. Every answer to a player has its CORS headers (decisions.md section 1).
/// </summary>
internal sealed class FrontDoor(RequestDelegate next, CorsHeaders cors, OperatorRule operators, FaultAnswers faults)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var audience = context.GetAudience();
        if (audience == Audience.Players)
            cors.Write(context);

        try
        {
            if (audience == Audience.Operators && operators.Refusal(context) is { } refusal)
            {
                await refusal(context);
                return;
            }

            await next(context);
            await DescribeEmptyRefusal(context);
        }
        catch (Exception e) when (FaultAnswers.IsForNobody(context, e))
        {
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await faults.Answer(context, audience, e);
        }
    }

    /// <summary>Routing answers unknown paths and methods without a word.</summary>
    private static Task DescribeEmptyRefusal(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted || response.ContentType is not null)
            return Task.CompletedTask;

        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => PlayerProblems.NoSuchPath(context),
            StatusCodes.Status405MethodNotAllowed => PlayerProblems.MethodNotAllowed(context),
            _ => Task.CompletedTask,
        };
    }
}
