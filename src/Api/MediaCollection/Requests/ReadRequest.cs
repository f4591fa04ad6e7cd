using SessionGrains.Api.Bodies;
using SessionGrains.Api.Json;
using SessionGrains.Api.MediaCollection.Reading;
using SessionGrains.Api.Outcomes;
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>What was read of a player's request: what it asks for, or why it is refused.</summary>
internal readonly struct ReadRequest
{
    /// <summary>A request that is in order.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="asked">A <see cref="PlayerEvent"/>, a <see cref="StartRequest"/> or a <see cref="DownloadedSession"/>.</param>
    public ReadRequest(RequestKind kind, object asked) => (Kind, Asked) = (kind, asked);

    /// <summary>One whose body could not be had.</summary>
    public ReadRequest(RequestKind kind, ReceiveResult reception) => (Kind, ReceiveResult) = (kind, reception);

    /// <summary>One whose body breaks rules.</summary>
    public ReadRequest(RequestKind kind, IReadOnlyList<Violation> violations) => (Kind, Violations) = (kind, violations);

    public RequestKind Kind { get; }

    /// <summary>Null: it is refused.</summary>
    public object? Asked { get; }

    public ReceiveResult ReceiveResult { get; }

    public IReadOnlyList<Violation>? Violations { get; }

    /// <summary>How a refused one is counted.</summary>
    public RequestOutcome Refusal =>
        Violations is not null ? RequestOutcome.Invalid : ReceiveResult switch
        {
            ReceiveResult.Overloaded => RequestOutcome.Unavailable,
            ReceiveResult.RateLimited => RequestOutcome.Limited,
            _ => RequestOutcome.Unreceived,
        };
}

/// <summary>A downloaded session that is in order, and the id that its body gives it.</summary>
internal sealed record DownloadedSession(string Id, DownloadedBatch Batch);
