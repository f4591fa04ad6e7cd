using SessionGrains.Api.Bodies;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Json;
using SessionGrains.Api.MediaEdge.Catalogue;
using SessionGrains.Api.Reading;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>Reads the bodies of Media Edge clients.</summary>
internal sealed class EdgeReader(IOptions<ValidationOptions> validation, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private readonly ValidationMode _mode = validation.Value.ParsedMode;

    /// <summary>Reads a body and returns its buffer. Null if it was not received, or, with violations, if it is no envelope.</summary>
    public Envelope? Read(in ReceivedBody body, EdgeOperation operation, string? pathEvent, out IReadOnlyList<Violation> violations)
    {
        using var received = body;
        violations = [];
        if (body.Result != ReceiveResult.Complete)
        {
            return null;
        }

        if (operation == EdgeOperation.SetConsent)
        {
            return ConsentReader.Read(body.Span, out violations);
        }

        var events = new EventReader(body.Span, EdgeFormat.Instance, _mode, EventOrigin.Events);
        var envelope = events.ReadEnvelope(time.GetUtcNow().ToUnixTimeMilliseconds(), isMediaAlone: operation == EdgeOperation.Media);
        violations = events.Violations;
        for (var i = 0; i < envelope?.Events.Count; i++)
        {
            envelope.Events[i] = Judged(RokuTimes.Apply(envelope, envelope.Events[i]), pathEvent);
        }

        return envelope;
    }

    /// <summary>Applies rules that the reader does not know: the length of a session's id, and the path.</summary>
    private static EnvelopeEvent Judged(EnvelopeEvent one, string? pathEvent)
    {
        if (one.Request is StartRequest start)
        {
            return Named("sessionStart", pathEvent) ? one : one with { Request = start with { Cuts = start.Cuts | ReaderCuts.OtherPath } };
        }

        if (one.Request is DownloadedBatch batch)
        {
            return Named(EdgeFormat.Downloaded[EdgeFormat.Prefix.Length..], pathEvent) ? one : one with { Request = batch with { Start = batch.Start with { Cuts = batch.Start.Cuts | ReaderCuts.OtherPath } } };
        }

        if (one.Request is not PlayerEvent playerEvent)
        {
            return one;
        }

        if (one.SessionId!.Length != SessionId.Length)
        {
            var pointer = string.Create(CultureInfo.InvariantCulture, $"/events/{one.Index}/xdm/mediaCollection/sessionID");
            var reason = string.Create(CultureInfo.InvariantCulture, $"Unexpected error. Hint: InvalidApiSidLength={one.SessionId.Length}. It must be the sessionId of the answer to the sessionStart");
            return one with { Request = null, Violations = [new(pointer, ViolationCodes.Value, reason)] };
        }

        return Named(EventNames.Of(playerEvent.Type), pathEvent) ? one : one with { Request = playerEvent with { Cuts = playerEvent.Cuts | ReaderCuts.OtherPath } };
    }

    private static bool Named(string type, string? pathEvent) => pathEvent is null || type == pathEvent;
}
