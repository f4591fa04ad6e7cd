using SessionGrains.Api.Bodies;
using SessionGrains.Api.Json;
using SessionGrains.Api.Outcomes;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>A parsed request, or the reason why it is refused.</summary>
internal readonly struct ReadRequest
{
    /// <summary>A valid request.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="request">A <see cref="PlayerEvent"/>, a <see cref="StartRequest"/> or a <see cref="DownloadedSession"/>.</param>
    public ReadRequest(RequestKind kind, object request) => (Kind, Request) = (kind, request);

    /// <summary>A request whose body was not received.</summary>
    public ReadRequest(RequestKind kind, ReceiveResult result) => (Kind, ReceiveResult) = (kind, result);

    /// <summary>A request with violations.</summary>
    public ReadRequest(RequestKind kind, IReadOnlyList<Violation> violations) => (Kind, Violations) = (kind, violations);

    public RequestKind Kind { get; }

    /// <summary>Null when refused.</summary>
    public object? Request { get; }

    public ReceiveResult ReceiveResult { get; }

    public IReadOnlyList<Violation>? Violations { get; }

    /// <summary>The outcome that a refused request is counted as.</summary>
    public RequestOutcome Refusal =>
        Violations is not null ? RequestOutcome.Invalid : ReceiveResult switch
        {
            ReceiveResult.Overloaded => RequestOutcome.Unavailable,
            ReceiveResult.RateLimited => RequestOutcome.Limited,
            _ => RequestOutcome.Unreceived,
        };
}

/// <summary>A valid downloaded session and its id, which is derived from the body.</summary>
internal sealed record DownloadedSession(string Id, DownloadedBatch Batch);
