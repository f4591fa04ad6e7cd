namespace SessionGrains.Messages;

/// <summary>
/// When each timeout closes the session if nothing more arrives (docs/protocol.md#4-from-events-to-a-session). Server clock, ms since 1970-01-01 UTC.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.session-deadlines")]
public readonly record struct SessionDeadlines([property: Id(0)] long IdleAtMs, [property: Id(1)] long NoProgressAtMs, [property: Id(2)] long MaxAgeAtMs);
