using SessionGrains.Api.Json;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>What became of an event of an envelope.</summary>
/// <param name="Event">The event.</param>
internal sealed record EdgeOutcome(EnvelopeEvent Event)
{
    /// <summary>The session that it opened; null for none.</summary>
    public string? NewSession { get; init; }

    /// <summary>Null if it opened a session, is no event of media or is invalid.</summary>
    public TrackVerdict? Verdict { get; init; }

    public IReadOnlyList<Violation> Violations { get; init; } = [];

    public bool IsInvalid => Violations.Count > 0;

    public bool IsStored => NewSession is not null || Verdict == TrackVerdict.Accepted;

    public bool IsUnknown => Verdict is not (null or TrackVerdict.Accepted);

    /// <summary>Whether it could not be stored, and events before it were.</summary>
    public bool IsUnavailable { get; init; }

    public bool HasFailed => IsInvalid || IsUnknown || IsUnavailable;
}
