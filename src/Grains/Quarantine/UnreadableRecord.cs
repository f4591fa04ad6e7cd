namespace SessionGrains.Quarantine;

/// <summary>A record that could not be read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Whose it is: a session's id, or what a live minute or a broken entry of an index is stored under.</param>
/// <param name="Reason">One of <see cref="UnreadableReason"/>.</param>
/// <param name="Bytes">How long it is.</param>
public readonly record struct UnreadableRecord(RecordKind Kind, string Key, string Reason, long Bytes);

/// <summary>A record in quarantine, as a silo met it.</summary>
/// <param name="SessionId">Whose it is; null: of no session, or of an unknown one.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">One of <see cref="UnreadableReason"/>.</param>
/// <param name="FirstSeenAtMs">When the silo met it first, ms since 1970-01-01 UTC.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="KeyHash">What the log calls it.</param>
[GenerateSerializer, Immutable, Alias("sg.quarantined-record")]
public sealed record QuarantinedRecord(
    [property: Id(0)] string? SessionId, [property: Id(1)] RecordKind Kind, [property: Id(2)] string Reason, [property: Id(3)] long FirstSeenAtMs,
    [property: Id(4)] long Bytes, [property: Id(5)] string KeyHash);
