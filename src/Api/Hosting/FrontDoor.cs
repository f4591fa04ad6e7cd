using Microsoft.AspNetCore.Connections;
using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.Operators;
using SessionGrains.Sessions;

namespace SessionGrains.Api.Hosting;

/// <summary>
/// What every request passes: the rules of its audience on the way in, an answer for every fault on the way out. No fault shows the client
/// anything of the inside, and every answer to a player has its CORS headers (decisions.md section 1).
/// </summary>
internal sealed partial class FrontDoor(
    RequestDelegate next, CorsHeaders cors, OperatorRule operators, IHostApplicationLifetime lifetime, ILogger<FrontDoor> log)
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
        catch (Exception e) when (e is ConnectionResetException or ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            // The client has left: nobody reads an answer, and nothing is wrong with the server.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            if (audience == Audience.Players)
                cors.Write(context);
            await AnswerFault(context, e);
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

    private Task AnswerFault(HttpContext context, Exception fault)
    {
        if (fault is StoreUnavailableException or ClusterUnavailableException or SiloFullException || lifetime.ApplicationStopping.IsCancellationRequested)
            return PlayerProblems.Unavailable(context);

        LogUnforeseen(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault);
        return PlayerProblems.Unforeseen(context);
    }

    /// <summary>The route and not the path: a session's id is the key to writing to it and does not belong in a log.</summary>
    [LoggerMessage(100, LogLevel.Error, "{Method} {Route} was answered with 500")]
    private static partial void LogUnforeseen(ILogger logger, string method, string? route, Exception fault);
}
