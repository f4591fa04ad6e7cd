namespace SessionGrains.Live;

/// <summary>The absolute counts of one key on one silo.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name"><c>media.name</c> of a title.</param>
/// <param name="Channel"><c>media.channel</c> of a title.</param>
/// <param name="Figures">The counts.</param>
/// <param name="IsLast">True if the silo removes the key; if it comes again, it starts at 0.</param>
[GenerateSerializer, Immutable, Alias("sg.live-row")]
internal readonly record struct LiveRow(
    [property: Id(0)] LiveKey Key, [property: Id(1)] string? Name, [property: Id(2)] string? Channel, [property: Id(3)] LiveFigures Figures, [property: Id(4)] bool IsLast);

/// <summary>The health of a silo.</summary>
/// <param name="Sessions">Number of sessions in its memory.</param>
/// <param name="EventsPerSecond">Events per second, over the last 5 s.</param>
/// <param name="StoreLatencyMs">Mean time of a write over the last 5 s, in milliseconds; null without a write.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-health")]
public readonly record struct SiloHealth([property: Id(0)] int Sessions, [property: Id(1)] double EventsPerSecond, [property: Id(2)] double? StoreLatencyMs);

/// <summary>A report of a silo to a partition, twice a second: the rows that changed, or all rows.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-report")]
internal sealed class LiveReport
{
    /// <summary>Address and generation of the silo: a new process at the same address is another silo.</summary>
    [Id(0)] public required string Silo { get; init; }

    /// <summary>One more than in the last confirmed report. After a gap the partition requests all rows.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>True if it has all rows, not only those that changed.</summary>
    [Id(2)] public bool IsFull { get; init; }

    /// <summary>True if the silo stops.</summary>
    [Id(3)] public bool IsFinal { get; init; }

    /// <summary>When the silo began to count, ms since 1970-01-01 UTC.</summary>
    [Id(4)] public long CountsSinceMs { get; init; }

    [Id(5)] public SiloHealth Health { get; init; }

    [Id(6)] public LiveRow[] Rows { get; init; } = [];

    /// <summary>True if further rows follow with the next sequence. The half second is complete with the last of them.</summary>
    [Id(9)] public bool IsPartial { get; init; }

    /// <summary>True if it continues the previous report.</summary>
    [Id(10)] public bool IsContinuation { get; init; }

    /// <summary>The half second that it ends, counted since 1970-01-01 UTC by the silo's clock.</summary>
    [Id(8)] public long Tick { get; init; }
}
