namespace SessionGrains.Live;

/// <summary>The counts of one key on one silo, absolute.</summary>
/// <param name="Key">What is counted.</param>
/// <param name="Name"><c>media.name</c> of a title.</param>
/// <param name="Channel"><c>media.channel</c> of a title.</param>
/// <param name="Figures">The counts.</param>
/// <param name="IsLast">The silo forgets the key: when it comes again it begins at nothing.</param>
[GenerateSerializer, Immutable, Alias("sg.live-row")]
internal readonly record struct LiveRow(
    [property: Id(0)] LiveKey Key, [property: Id(1)] string? Name, [property: Id(2)] string? Channel, [property: Id(3)] LiveFigures Figures, [property: Id(4)] bool IsLast);

/// <summary>How a silo is doing.</summary>
/// <param name="Sessions">Sessions in its memory.</param>
/// <param name="EventsPerSecond">Events that it took, over the last seconds.</param>
/// <param name="StoreLatencyMs">Mean time of a write in the last seconds; null when there was none.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-health")]
public readonly record struct SiloHealth([property: Id(0)] int Sessions, [property: Id(1)] double EventsPerSecond, [property: Id(2)] double? StoreLatencyMs);

/// <summary>What a silo tells a partition twice a second: the rows that changed, or all of them.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-report")]
internal sealed class LiveReport
{
    /// <summary>The silo with its generation: a new process at the same address is another one.</summary>
    [Id(0)] public required string Silo { get; init; }

    /// <summary>One more than in the report before that the partition confirmed; a gap makes it ask for everything.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>All rows, not only those that changed.</summary>
    [Id(2)] public bool IsFull { get; init; }

    /// <summary>The silo stops.</summary>
    [Id(3)] public bool IsFinal { get; init; }

    /// <summary>When the silo began to count, ms since 1970-01-01 UTC.</summary>
    [Id(4)] public long CountsSinceMs { get; init; }

    [Id(5)] public SiloHealth Health { get; init; }

    [Id(6)] public LiveRow[] Rows { get; init; } = [];

    /// <summary>Of all rows only some: others follow with the next sequence. Until the last of them the half second is not complete.</summary>
    [Id(9)] public bool IsPartial { get; init; }

    /// <summary>It goes on with what the report before it began.</summary>
    [Id(10)] public bool IsContinuation { get; init; }

    /// <summary>The half second that it closes, since 1970-01-01 UTC, by the silo's clock.</summary>
    [Id(8)] public long Tick { get; init; }
}
