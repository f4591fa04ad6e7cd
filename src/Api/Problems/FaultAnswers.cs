using Microsoft.AspNetCore.Connections;
using SessionGrains.Api.Cors;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Api.Problems;

/// <summary>What is answered when a request fails otherwise than by what it says. No fault shows the client anything of the inside.</summary>
internal sealed partial class ExceptionResponses(CorsHeaders cors, IHostApplicationLifetime lifetime, ILogger<ExceptionResponses> log)
{
    /// <summary>The client has left: nobody reads an answer, and nothing is wrong with the server.</summary>
    public static bool ClientLeft(HttpContext context, Exception fault) =>
        fault is ConnectionResetException or ConnectionAbortedException || context.RequestAborted.IsCancellationRequested;

    /// <summary>Answers instead of what was begun, as long as nothing of that was sent.</summary>
    public async Task Answer(HttpContext context, CallerKind? audience, Exception fault)
    {
        context.Response.Clear();
        if (audience == CallerKind.Players)
            cors.Write(context);

        if (fault is StoreUnavailableException or ClusterUnavailableException or SiloFullException || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await RequestProblems.Unavailable(context);
        }
        else if (fault is UnreadableRecordException)
        {
            await UnavailableProblem.SessionUnreadable(context);
        }
        else
        {
            LogUnforeseen(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault);
            await RequestProblems.Unforeseen(context);
        }
    }

    /// <summary>The route and not the path: a session's id is the key to writing to it and does not belong in a log.</summary>
    [LoggerMessage(100, LogLevel.Error, "{Method} {Route} was answered with 500")]
    private static partial void LogUnforeseen(ILogger logger, string method, string? route, Exception fault);
}
