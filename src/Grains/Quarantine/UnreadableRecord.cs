namespace SessionGrains.Quarantine;

/// <summary>A record that could not be read.</summary>
/// <param name="Kind">Kind of the record.</param>
/// <param name="Key">Its owner: a session id, or the key of a live minute or of a damaged index entry.</param>
/// <param name="Reason">One of <see cref="UnreadableReason"/>.</param>
/// <param name="Bytes">Length of the record in bytes.</param>
public readonly record struct UnreadableRecord(RecordKind Kind, string Key, string Reason, long Bytes);

/// <summary>A record in quarantine, as a silo met it.</summary>
/// <param name="SessionId">The session of the record; null if there is none or it is unknown.</param>
/// <param name="Kind">Kind of the record.</param>
/// <param name="Reason">One of <see cref="UnreadableReason"/>.</param>
/// <param name="FirstSeenAtMs">When the silo first met it, ms since 1970-01-01 UTC.</param>
/// <param name="Bytes">Length of the record in bytes.</param>
/// <param name="KeyHash">Its name in the log.</param>
[GenerateSerializer, Immutable, Alias("sg.quarantined-record")]
public sealed record QuarantinedRecord(
    [property: Id(0)] string? SessionId, [property: Id(1)] RecordKind Kind, [property: Id(2)] string Reason, [property: Id(3)] long FirstSeenAtMs,
    [property: Id(4)] long Bytes, [property: Id(5)] string KeyHash);
