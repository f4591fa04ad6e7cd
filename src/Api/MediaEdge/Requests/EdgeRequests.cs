using Orleans.Runtime;
using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Cors;
using SessionGrains.Api.Json;
using SessionGrains.Api.Limits;
using SessionGrains.Api.Outcomes;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Reading;
using SessionGrains.Api.Reading.Shapes;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>Handles the requests of Media Edge clients: receive, read, limit, call the sessions one event after another, answer, count.</summary>
internal sealed class EdgeRequests(
    CorsHeaders cors, CallerHash callers, BodyReceiver bodies, ReceivingLimiter receiving, EdgeReader reader, EdgeReplies replies, ClientState state, WorkLimiter work, SessionCalls sessions,
    ExceptionResponses faults, IngestMetrics counters, IOptions<EdgeOptions> options)
{
    private readonly string[] _configIds = options.Value.KnownConfigIds;

    public async Task Answer(HttpContext context, EdgeOperation operation, string? pathEvent)
    {
        var kind = RequestKind.UnreadEvent;
        RequestOutcome? outcome = null;
        var countedBytes = 0;
        var isAtWork = false;
        var caller = callers.Of(context);
        cors.WriteWithCredentials(context);
        try
        {
            outcome = RequestOutcome.Unreceived;
            if (EdgeProblems.OfRequest(context, _configIds) is { } wrong)
            {
                await EdgeReplies.Error(context, wrong);
                return;
            }

            var body = await bodies.Receive(context, caller);
            countedBytes = body.CountedBytes;
            var began = sessions.Now;
            var result = body.Result;
            var envelope = reader.Read(body, operation, pathEvent, out var violations);
            if (envelope is null)
            {
                outcome = result == ReceiveResult.Complete ? RequestOutcome.Invalid : outcome;
                await (result == ReceiveResult.Complete ? EdgeReplies.Error(context, EdgeProblems.OfEnvelope(context, violations)) : EdgeProblems.Unreceived(context, result));
                return;
            }

            if (operation == EdgeOperation.SetConsent)
            {
                outcome = null;
                await replies.Consent(context, envelope);
                return;
            }

            kind = KindOf(envelope);
            var visitor = EdgeReplies.IsOneEvent(operation, envelope) ? default : VisitorOf(context, envelope);
            var isOut = state.IsOut(context, envelope);
            if (isOut || envelope.Events.TrueForAll(static one => one.IsOther))
            {
                outcome = null;
                await replies.NothingStored(context, operation, envelope, isOut, visitor.Ecid);
                return;
            }

            if (!envelope.Events.Exists(static one => one.Request is not null))
            {
                outcome = RequestOutcome.Invalid;
                await replies.Answer(context, operation, envelope, envelope.Events.ConvertAll(static one => new EdgeOutcome(one) { Violations = one.Violations }), visitor.Ecid);
                return;
            }

            outcome = RequestOutcome.Unavailable;
            var entry = await work.Enter(kind.Priority, caller, context.RequestAborted);
            isAtWork = entry == LimitResult.Allowed;
            if (entry == LimitResult.RateLimited)
            {
                outcome = RequestOutcome.Limited;
                await RateLimitProblem.Answer(context, LimitedResources.Work);
            }
            else if (!isAtWork)
            {
                await UnavailableProblem.TooBusy(context);
            }
            else
            {
                var outcomes = await Handle(envelope, context, visitor, began);
                outcome = CountedAs(outcomes);
                await replies.Answer(context, operation, envelope, outcomes, visitor.Ecid);
            }
        }
        catch (Exception e) when (ExceptionResponses.ClientLeft(context, e))
        {
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await faults.Answer(context, cors.WriteWithCredentials, e);
        }
        finally
        {
            if (isAtWork)
            {
                work.Leave(caller);
            }

            if (countedBytes > 0)
            {
                receiving.Bytes.Return(caller, countedBytes);
            }

            if (outcome is { } counted)
            {
                counters.Count(kind, counted, 0);
            }
        }
    }

    /// <summary>
    /// One after another: a client that sends two events of a session in one request means them in this order. What fails after something was stored is told as the failure
    /// of that event and all later ones, so that what was stored is told too.
    /// </summary>
    private async Task<List<EdgeOutcome>> Handle(Envelope envelope, HttpContext context, Visitor visitor, long began)
    {
        var outcomes = new List<EdgeOutcome>(envelope.Events.Count);
        var isAnyStored = false;
        foreach (var one in envelope.Events)
        {
            if (outcomes.Exists(static before => before.IsUnavailable) || (isAnyStored && sessions.IsLate(began)))
            {
                outcomes.Add(new(one) { IsUnavailable = true });
                continue;
            }

            try
            {
                var outcome = await Handle(one, envelope, context, visitor, began);
                outcomes.Add(outcome);
                isAnyStored |= outcome.IsStored;
            }
            catch (Exception e) when (isAnyStored && (ExceptionResponses.IsUnavailable(e) || e is UnreadableRecordException))
            {
                outcomes.Add(new(one) { IsUnavailable = true });
            }
        }

        return outcomes;
    }

    private async Task<EdgeOutcome> Handle(EnvelopeEvent one, Envelope envelope, HttpContext context, Visitor visitor, long began) => one.Request switch
    {
        StartRequest start => new(one) { NewSession = await sessions.Start(Translated(start, one, envelope, ConfigIdOf(context), visitor), began) },
        DownloadedBatch batch => new(one)
        {
            NewSession = await sessions.SubmitDownloaded(
                SessionId.OfDownloaded([.. one.Json, .. Encoding.UTF8.GetBytes(ConfigIdOf(context) + visitor.Sent)]), Translated(batch.Start, one, envelope, ConfigIdOf(context), visitor), batch.Events, began),
        },
        PlayerEvent playerEvent => new(one) { Verdict = await Track(one.SessionId!, playerEvent, began) },
        _ => new(one) { Violations = one.Violations },
    };

    private static string ConfigIdOf(HttpContext context) => EdgeQuery.Find(context, "configId")!;

    /// <summary>With the ids of the event itself, and those that stand beside the events.</summary>
    private static StartRequest Translated(StartRequest start, EnvelopeEvent one, Envelope envelope, string configId, Visitor visitor) => EdgeStart.Translate(
        start, one, configId, one.Ecid ?? visitor.Ecid!, [.. one.VisitorIds.Concat(envelope.VisitorIds).Distinct().Take(ReadingLimits.OtherVisitorIds)]);

    /// <summary>
    /// Who the client says that it is, and who it is to be: an event of its own visitor does not speak for others of the request, but if all have one, the client is told the
    /// first.
    /// </summary>
    private Visitor VisitorOf(HttpContext context, Envelope envelope)
    {
        var sent = envelope.Ecid ?? state.EcidOf(context, envelope);
        var ofEvents = envelope.Events.Exists(static one => one is { Ecid: null, Request: StartRequest or DownloadedBatch }) ? null : envelope.Events.Find(static one => one.Ecid is not null)?.Ecid;
        return new(sent, sent ?? ofEvents ?? Ecid.Create());
    }

    private Task<TrackVerdict> Track(string sid, PlayerEvent playerEvent, long began) =>
        SessionId.IsWellFormed(sid) ? sessions.Track(IdSpan.Create(sid), playerEvent, began) : Task.FromResult(TrackVerdict.Unknown);

    /// <param name="Sent">The Experience Cloud id that the client sent beside its events; null for none.</param>
    /// <param name="Ecid">The one of events without their own; null only if no event of the request needs one.</param>
    private readonly record struct Visitor(string? Sent, string? Ecid);

    private static RequestKind KindOf(Envelope envelope)
    {
        var media = envelope.Events.FindAll(static one => !one.IsOther);
        return media.Exists(static one => one.Request is StartRequest) ? RequestKind.Start
            : media.Exists(static one => one.Request is DownloadedBatch) ? RequestKind.Downloaded
            : media.Find(static one => one.Type is not (null or PlayerEventType.Ping)) is { Type: { } type } ? RequestKind.Of(type)
            : media.Exists(static one => one.Type is PlayerEventType.Ping) ? RequestKind.Of(PlayerEventType.Ping)
            : RequestKind.UnreadEvent;
    }

    private static RequestOutcome CountedAs(List<EdgeOutcome> outcomes) =>
        outcomes.Exists(static one => one.IsUnavailable) ? RequestOutcome.Unavailable
        : outcomes.Exists(static one => one.IsInvalid) ? RequestOutcome.Invalid
        : outcomes.Find(static one => one.IsUnknown) is { Verdict: { } verdict } ? IngestMetrics.OutcomeOf(verdict)
        : RequestOutcome.Accepted;
}
