using Microsoft.AspNetCore.Connections;
using SessionGrains.Api.Cors;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Api.Problems;

/// <summary>Maps exceptions to responses: 503 when the cluster or the store is unavailable, else 500. Responses never reveal internals.</summary>
internal sealed partial class ExceptionResponses(CorsHeaders cors, IHostApplicationLifetime lifetime, ILogger<ExceptionResponses> log)
{
    /// <summary>Whether the client disconnected: nobody reads the response, and nothing is wrong with the server.</summary>
    public static bool ClientLeft(HttpContext context, Exception fault) =>
        fault is ConnectionResetException or ConnectionAbortedException || context.RequestAborted.IsCancellationRequested;

    /// <summary>Whether the cluster or the store could not do what was asked: the client may send it again.</summary>
    public static bool IsUnavailable(Exception fault) => fault is StoreUnavailableException or ClusterUnavailableException or SiloFullException;

    /// <summary>Replaces the response that was begun, as long as nothing was sent.</summary>
    public Task Answer(HttpContext context, CallerKind? audience, Exception fault) => Answer(context, audience == CallerKind.Players ? cors.Write : static _ => { }, fault);

    /// <param name="context">The request.</param>
    /// <param name="writeHeaders">Writes the headers that every response has.</param>
    /// <param name="fault">What happened.</param>
    /// <inheritdoc cref="Answer(HttpContext, CallerKind?, Exception)"/>
    public async Task Answer(HttpContext context, Action<HttpContext> writeHeaders, Exception fault)
    {
        context.Response.Clear();
        writeHeaders(context);

        if (IsUnavailable(fault) || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await UnavailableProblem.NotAvailable(context);
        }
        else if (fault is UnreadableRecordException)
        {
            await UnavailableProblem.SessionUnreadable(context);
        }
        else
        {
            LogUnexpected(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault);
            await RequestProblems.ServerError(context);
        }
    }

    /// <summary>Logs the route, not the path: whoever knows a session's id can write to it, so ids are not logged.</summary>
    [LoggerMessage(100, LogLevel.Error, "{Method} {Route} was answered with 500")]
    private static partial void LogUnexpected(ILogger logger, string method, string? route, Exception fault);
}
