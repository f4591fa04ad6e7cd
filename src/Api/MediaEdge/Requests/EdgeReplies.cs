using System.Text.Encodings.Web;
using SessionGrains.Api.MediaEdge.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>Writes the answers to Media Edge clients (docs/edge.md#answers): one line of JSON each.</summary>
internal sealed class EdgeReplies(ClientState state)
{
    /// <summary>Where the next requests are to go. One place has all sessions, so any hint is right.</summary>
    private const string Hint = "sg1";

    private const int MaxRequestIdLength = 100;

    private static readonly EdgeJson Json = new(new JsonSerializerOptions(EdgeJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The request's id as the client named it, else one made here.</summary>
    public static string RequestIdOf(HttpContext context) => EdgeQuery.Find(context, "requestId") is { Length: > 0 and <= MaxRequestIdLength } sent ? sent : Guid.NewGuid().ToString();

    /// <summary>Whether the answer has nothing for the client to keep: it is an event of a session, alone, in the path of events.</summary>
    public static bool IsOneEvent(EdgeOperation operation, Envelope envelope) =>
        operation == EdgeOperation.Media && envelope.Events is [{ IsDownloaded: false, Type: not PlayerEventType.SessionStart }];

    /// <summary>The answer to events that were handled.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">What it is for.</param>
    /// <param name="envelope">Its body.</param>
    /// <param name="outcomes">What became of each event.</param>
    /// <param name="ecid">The visitor's Experience Cloud id; null only if <see cref="IsOneEvent"/>.</param>
    public Task Answer(HttpContext context, EdgeOperation operation, Envelope envelope, List<EdgeOutcome> outcomes, string? ecid)
    {
        if (IsOneEvent(operation, envelope) && outcomes[0].IsInvalid)
        {
            return Error(context, EdgeError.Invalid(outcomes[0].Violations, RequestIdOf(context)));
        }

        if (IsOneEvent(operation, envelope) && outcomes[0].IsUnknown)
        {
            return Error(context, EdgeError.UnknownSession(outcomes[0].Verdict == TrackVerdict.Closed, RequestIdOf(context)));
        }

        EdgeError[] errors = [.. outcomes.Where(static one => one.HasFailed).Select(ErrorOf)];
        EdgeHandle[] opened = [.. outcomes.Where(static one => one.NewSession is not null).Select(static one => EdgeHandle.NewSession(one.NewSession!, one.Event.Index))];
        if (errors.Length > 0)
        {
            var handle = operation == EdgeOperation.Media && opened.Length == 0 ? null : (EdgeHandle[])[.. opened, .. ForTheClient(envelope, ecid!)];
            return Write(context, StatusCodes.Status207MultiStatus, new(RequestIdOf(context), handle, errors), envelope);
        }

        if (operation != EdgeOperation.Interact && opened.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return Write(context, StatusCodes.Status200OK, new(RequestIdOf(context), [.. opened, .. ForTheClient(envelope, ecid!)]), envelope);
    }

    /// <summary>The answer to a request of which nothing is stored: no event of media, or the viewer does not agree.</summary>
    public Task NothingStored(HttpContext context, EdgeOperation operation, Envelope envelope, bool isOut, string? ecid)
    {
        if (operation == EdgeOperation.Collect || (operation == EdgeOperation.Media && !envelope.Events.Exists(static one => one.Request is StartRequest or DownloadedBatch)))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        var handle = isOut ? Array.Empty<EdgeHandle>() : ForTheClient(envelope, ecid!);
        return Write(context, StatusCodes.Status200OK, new(RequestIdOf(context), handle), envelope);
    }

    /// <summary>The answer to set-consent: the client keeps what it said.</summary>
    public Task Consent(HttpContext context, Envelope envelope)
    {
        EdgeHandle[] handle = [];
        if (envelope.IsConsentOut is { } isOut)
        {
            EdgeHandle[] kept = state.IsKept
                ? [EdgeHandle.Store(new EdgePayload { Key = state.ConsentKey, Value = ClientState.ConsentValue(isOut), MaxAge = ClientState.ConsentSeconds })]
                : [];
            handle = [EdgeHandle.Consent(isOut), .. kept];
        }

        return Write(context, StatusCodes.Status200OK, new(RequestIdOf(context), handle), envelope);
    }

    /// <summary>The answer to a request that was refused.</summary>
    public static Task Error(HttpContext context, EdgeError error, bool closes = false)
    {
        if (closes)
        {
            RequestProblems.CloseAfter(context);
        }

        return Write(context, error.Status, ProblemWriter.ContentType, JsonSerializer.SerializeToUtf8Bytes(error, Json.EdgeError));
    }

    private static EdgeError ErrorOf(EdgeOutcome one) => one.IsInvalid ? EdgeError.Invalid(one.Violations, eventIndex: one.Event.Index)
        : one.IsUnavailable ? EdgeError.Unavailable(one.Event.Index)
        : EdgeError.UnknownSession(one.Verdict == TrackVerdict.Closed, eventIndex: one.Event.Index);

    /// <summary>What the client is to keep: who the viewer is, and where to send the next request.</summary>
    private EdgeHandle[] ForTheClient(Envelope envelope, string ecid)
    {
        EdgeHandle[] identity = envelope.FetchesEcid || envelope.Ecid is null ? [EdgeHandle.Identity(ecid)] : [];
        EdgeHandle[] kept = state.IsKept
            ?
            [
                EdgeHandle.Store(
                    new EdgePayload { Key = state.ClusterKey, Value = Hint, MaxAge = ClientState.ClusterSeconds },
                    new EdgePayload { Key = state.IdentityKey, Value = Ecid.ToState(ecid), MaxAge = ClientState.IdentitySeconds }),
            ]
            : [];
        return [.. identity, EdgeHandle.LocationHint(Hint, ClientState.ClusterSeconds), .. kept];
    }

    /// <summary>With the separators that clients ask for when they read answers as a stream.</summary>
    private static Task Write(HttpContext context, int status, EdgeReply answer, Envelope envelope)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, Json.EdgeReply);
        return Write(
            context, status, "application/json;charset=utf-8",
            envelope.IsStreaming ? [.. Encoding.UTF8.GetBytes(envelope.RecordSeparator), .. json, .. Encoding.UTF8.GetBytes(envelope.LineFeed)] : json);
    }

    private static Task Write(HttpContext context, int status, string contentType, byte[] body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
