using System.Text;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection.Bodies;
using SessionGrains.Api.MediaCollection.Problems;
using SessionGrains.Api.MediaCollection.Reading;
using SessionGrains.Tracking;

namespace SessionGrains.Api.MediaCollection;

/// <summary>
/// <c>POST /sessions/{sid}/events</c>. Nearly all requests are events, so they have a way of their own before routing, without route values and with
/// one state machine from the server to the session and back. Written in another way than clients do (other case, escapes), the path is found by
/// routing and comes here too.
/// </summary>
internal sealed class EventDoor(
    SessionCalls sessions, BodyReceiver bodies, DoorLimit limit, DoorCounters counters, CorsHeaders cors, FaultAnswers faults, IOptions<ValidationOptions> validation)
{
    public const string Route = $"{PlayerHandlers.SessionsPath}/{{{SidName}}}/events";

    /// <summary>Metadata of the endpoint that events are mapped to.</summary>
    public static readonly object Mark = new();

    private const string SidName = "sid";
    private const string BeforeSid = PlayerHandlers.SessionsPath + "/";
    private const string AfterSid = "/events";

    private readonly ValidationMode _mode = validation.Value.Judgement;
    private Endpoint? _endpoint;

    /// <summary>Takes events out of the pipeline. It must know the mapped endpoint, which is what telemetry and logs call them by.</summary>
    public RequestDelegate Before(RequestDelegate next, IEndpointRouteBuilder endpoints) => context =>
    {
        if (!HttpMethods.IsPost(context.Request.Method) || SidIn(context.Request.Path.Value) is not { IsEmpty: false } sid)
            return next(context);

        context.SetEndpoint(_endpoint ??= endpoints.DataSources.SelectMany(static source => source.Endpoints).Single(endpoint => endpoint.Metadata.Contains(Mark)));
        return Take(context, Id(sid));
    };

    /// <summary>Answers an event that came by routing.</summary>
    public Task Take(HttpContext context) =>
        Take(context, context.Request.RouteValues[SidName] is string sid && SessionId.IsWellFormed(sid) ? Id(sid) : default);

    /// <summary>Answers an event. No id: one that none can be.</summary>
    private async Task Take(HttpContext context, IdSpan sid)
    {
        var (began, timed) = (sessions.Now, counters.Begin());
        PlayerEventType? type = null;
        DoorAnswer? answer = null;
        cors.Write(context);
        try
        {
            if (!limit.TryEnter())
            {
                await PlayerProblems.Unavailable(context);
                return;
            }

            var (playerEvent, refusal) = Read(context, await bodies.Receive(context));
            if (playerEvent is null)
            {
                answer = refusal.Answer;
                await refusal.Answering!;
                return;
            }

            (type, answer) = (playerEvent.Type, DoorAnswer.Unavailable);
            var verdict = TrackVerdict.Unknown;
            if (!sid.IsDefault)
            {
                try
                {
                    verdict = await (sessions.TryTrackHere(sid, playerEvent, out var here) ? here : sessions.Of(sid).Track(playerEvent));
                }
                catch (Exception e) when (SessionCalls.PassesByItself(e))
                {
                    verdict = await sessions.TrackAgain(sid, playerEvent, began, e);
                }
            }

            answer = DoorCounters.AnswerOf(verdict);
            if (verdict == TrackVerdict.Accepted)
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            else
                await PlayerProblems.NotTracked(context, verdict);
        }
        catch (Exception e) when (FaultAnswers.IsForNobody(context, e))
        {
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await faults.Answer(context, Audience.Players, e);
        }
        finally
        {
            limit.Leave();
            if (answer is { } given)
                counters.Count(type, given, timed);
        }
    }

    /// <summary>The event, or how it is refused. The body's buffer is given back: hundreds of events wait for the store, and none of them needs it.</summary>
    private (PlayerEvent? Event, (DoorAnswer Answer, Task? Answering) Refusal) Read(HttpContext context, ReceivedBody received)
    {
        using var body = received;
        if (body.Reception != Reception.Complete)
            return (null, (DoorAnswer.Unreceived, PlayerProblems.Unreceived(context, body.Reception)));

        return WireReader.TryReadEvent(body.Span, _mode, out var playerEvent, out var violations)
            ? (playerEvent, default)
            : (null, (DoorAnswer.Invalid, context.AnswerViolations(violations)));
    }

    /// <summary>The id where the path is that of an event, as clients write it; otherwise nothing.</summary>
    private static ReadOnlySpan<char> SidIn(string? path) =>
        path?.Length == BeforeSid.Length + SessionId.Length + AfterSid.Length
        && path.StartsWith(BeforeSid, StringComparison.Ordinal) && path.EndsWith(AfterSid, StringComparison.Ordinal)
        && path.AsSpan(BeforeSid.Length, SessionId.Length) is var sid && SessionId.IsWellFormed(sid)
            ? sid
            : [];

    private static IdSpan Id(ReadOnlySpan<char> sid)
    {
        var bytes = new byte[SessionId.Length];
        Encoding.ASCII.GetBytes(sid, bytes);
        return new(bytes);
    }
}
