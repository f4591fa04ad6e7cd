using SessionGrains.Stores;

namespace SessionGrains.Live;

/// <summary>One minute of one key, as stored.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-minute-row")]
internal readonly record struct LiveMinuteRow(
    [property: Id(0)] LiveKey Key, [property: Id(1)] string? Name, [property: Id(2)] string? Channel, [property: Id(3)] LiveMinute Minute);

/// <summary>One stored minute of a partition, under an id of its own. The store removes it after 25 h.</summary>
[GenerateSerializer, Alias("sg.live-minute-record")]
internal sealed class LiveMinuteRecord : IStoredSessionRecord
{
    [Id(0)] public LiveMinuteRow[] Rows { get; set; } = [];

    /// <summary>For the store; not part of the stored bytes.</summary>
    [field: NonSerialized] public long? ExpiresAtMs { get; set; }

    long? IStoredSessionRecord.SweepAtMs => null;

    byte[]? IStoredSessionRecord.Report => null;

    byte[]? IStoredSessionRecord.Descriptions => null;
}
