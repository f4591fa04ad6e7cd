using SessionGrains.Api.Cors;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Operators.Access;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Composition;

/// <summary>
/// The middleware for all requests except players' requests with a body (those go through <see cref="PlayerRequests"/>). Checks access by the endpoint's audience, adds the
/// CORS headers to players' responses and maps exceptions to responses.
/// </summary>
internal sealed class FrontDoor(RequestDelegate next, CorsHeaders cors, OperatorRule operators, ExceptionResponses faults)
{
    public Task InvokeAsync(HttpContext context) => context.GetAudience() is var audience && audience == CallerKind.PlayerRequests ? next(context) : Pass(context, audience);

    private async Task Pass(HttpContext context, CallerKind? audience)
    {
        if (audience == CallerKind.Players)
            cors.Write(context);

        try
        {
            if (audience == CallerKind.Operators && operators.Refusal(context) is { } refusal)
            {
                await refusal(context);
                return;
            }

            await next(context);
            await DescribeEmptyRefusal(context);
        }
        catch (Exception e) when (ExceptionResponses.ClientLeft(context, e))
        {
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await faults.Answer(context, audience, e);
        }
    }

    /// <summary>Adds a body to the empty 404 and 405 responses of routing.</summary>
    private static Task DescribeEmptyRefusal(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted || response.ContentType is not null)
            return Task.CompletedTask;

        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => RequestProblems.NoSuchPath(context),
            StatusCodes.Status405MethodNotAllowed => RequestProblems.MethodNotAllowed(context),
            _ => Task.CompletedTask,
        };
    }
}
