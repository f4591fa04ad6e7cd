using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SessionGrains.Api.MediaCollection.Bodies;
using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Api.MediaCollection.Problems;
using SessionGrains.Api.MediaCollection.Reading;
using SessionGrains.Tracking;

namespace SessionGrains.Api.MediaCollection;

/// <summary>
/// What players ask beside <see cref="EventDoor"/> (decisions.md section 1), as plain request delegates: no model binding and no service scope on the hot path.
/// A fault leaves through <see cref="Hosting.FrontDoor"/>.
/// </summary>
internal sealed class PlayerHandlers(SessionCalls sessions, BodyReceiver bodies, DoorCounters counters, IOptions<ValidationOptions> validation)
{
    public const string SessionsPath = "/api/v1/sessions";

    private static readonly StringValues NoContentType = "application/octet-stream";

    private readonly ValidationMode _mode = validation.Value.Judgement;

    /// <summary><c>POST /sessions</c>: an object opens a session; an array is the deprecated form of a downloaded one.</summary>
    public async Task StartSession(HttpContext context) => await Start(context, await bodies.Receive(context));

    /// <summary><c>POST /downloaded</c>: a whole session at once.</summary>
    public async Task SubmitDownloaded(HttpContext context) => await Submit(context, await bodies.Receive(context));

    /// <summary>The body's buffer is given back before anybody waits for the store: here and in <see cref="Submit"/>.</summary>
    private Task Start(HttpContext context, ReceivedBody received)
    {
        using var body = received;
        if (body.Reception != Reception.Complete)
            return Unreceived(context, PlayerEventType.SessionStart, body.Reception);
        if (WireReader.IsArray(body.Span))
            return SubmitDownloaded(context, body.Span.ToArray(), requireDownloadedFlag: true);
        return WireReader.TryReadSessionStart(body.Span.ToArray(), _mode, out var request, out var violations)
            ? StartSession(context, request)
            : Invalid(context, PlayerEventType.SessionStart, violations);
    }

    private Task Submit(HttpContext context, ReceivedBody received)
    {
        using var body = received;
        if (body.Reception == Reception.Complete)
            return SubmitDownloaded(context, body.Span.ToArray(), requireDownloadedFlag: false);

        counters.CountDownloaded(DoorAnswer.Unreceived);
        return PlayerProblems.Unreceived(context, body.Reception);
    }

    /// <summary><c>GET /schemas/{eventType}</c>.</summary>
    public static async Task ReadSchema(HttpContext context)
    {
        if (context.Request.RouteValues["eventType"] is not string eventType || !EventSchemas.TryGet(eventType, out var schema))
        {
            await PlayerProblems.UnknownEventType(context);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = schema.Length;
        await context.Response.BodyWriter.WriteAsync(schema, context.RequestAborted);
    }

    private async Task StartSession(HttpContext context, StartRequest request)
    {
        var answer = DoorAnswer.Unavailable;
        try
        {
            AnswerCreated(context, await sessions.Start(request));
            answer = DoorAnswer.Accepted;
        }
        finally
        {
            counters.Count(PlayerEventType.SessionStart, answer);
        }
    }

    private async Task SubmitDownloaded(HttpContext context, byte[] body, bool requireDownloadedFlag)
    {
        var answer = DoorAnswer.Unavailable;
        try
        {
            if (WireReader.TryReadDownloaded(body, _mode, requireDownloadedFlag, out var batch, out var violations))
            {
                AnswerCreated(context, await sessions.SubmitDownloaded(SessionId.OfDownloaded(body), batch.Start, batch.Events));
                answer = DoorAnswer.Accepted;
            }
            else
            {
                answer = DoorAnswer.Invalid;
                await context.AnswerViolations(violations);
            }
        }
        finally
        {
            counters.CountDownloaded(answer);
        }
    }

    private Task Unreceived(HttpContext context, PlayerEventType? type, Reception reception)
    {
        counters.Count(type, DoorAnswer.Unreceived);
        return PlayerProblems.Unreceived(context, reception);
    }

    private Task Invalid(HttpContext context, PlayerEventType? type, IReadOnlyList<Violation> violations)
    {
        counters.Count(type, DoorAnswer.Invalid);
        return context.AnswerViolations(violations);
    }

    /// <summary>The Location is relative and below no path base, because clients match it with an anchored pattern (digest section 2.1).</summary>
    private static void AnswerCreated(HttpContext context, string sid)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.ContentType = NoContentType;
        response.ContentLength = 0;
        response.Headers.Location = string.Concat(SessionsPath, "/", sid);
    }
}
