namespace SessionGrains.Live;

/// <summary>A query for live counts.</summary>
/// <param name="MediaId">Only sessions of this title; null for all.</param>
/// <param name="Channel">Only sessions of this channel; null for all.</param>
/// <param name="Top">Maximum number of titles.</param>
[GenerateSerializer, Immutable, Alias("sg.live-query")]
public readonly record struct LiveQuery([property: Id(0)] string? MediaId, [property: Id(1)] string? Channel, [property: Id(2)] int Top);

/// <summary>The counts of one key now.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name"><c>media.name</c> of a title.</param>
/// <param name="Channel"><c>media.channel</c> of a title.</param>
/// <param name="Figures">The counts.</param>
/// <param name="RecentViewers">Viewers of a title every 10 s, oldest first, at most ten minutes.</param>
[GenerateSerializer, Immutable, Alias("sg.live-line")]
public sealed record LiveLine(
    [property: Id(0)] LiveKey Key, [property: Id(1)] string? Name, [property: Id(2)] string? Channel, [property: Id(3)] LiveFigures Figures, [property: Id(4)] int[] RecentViewers);

/// <summary>One silo as a partition knows it.</summary>
/// <param name="Silo">Its address and generation.</param>
/// <param name="HeardAtMs">When it last reported, ms since 1970-01-01 UTC.</param>
/// <param name="IsSilent">True if it has not reported in time.</param>
/// <param name="Health">Its health as last reported.</param>
[GenerateSerializer, Immutable, Alias("sg.live-silo")]
public sealed record LiveSilo([property: Id(0)] string Silo, [property: Id(1)] long HeardAtMs, [property: Id(2)] bool IsSilent, [property: Id(3)] SiloHealth Health);

/// <summary>The answer of a partition to a <see cref="LiveQuery"/>.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-part")]
public sealed class LivePart
{
    /// <summary>The end of the last half second that is added up for all silos, ms since 1970-01-01 UTC.</summary>
    [Id(0)] public long AsOfMs { get; init; }

    [Id(1)] public bool IsIncomplete { get; init; }

    /// <summary>The sum of everything that matches; null if this partition does not have it.</summary>
    [Id(2)] public LiveLine? Whole { get; init; }

    /// <summary>The last complete minute of <see cref="Whole"/>.</summary>
    [Id(3)] public LiveMinute LastMinute { get; init; }

    /// <summary>The matching keys, most viewers first.</summary>
    [Id(4)] public LiveLine[] Lines { get; init; } = [];

    /// <summary>Number of matching titles, listed or not.</summary>
    [Id(5)] public int Titles { get; init; }

    /// <summary>The sum of all matching titles.</summary>
    [Id(8)] public LiveFigures Listed { get; init; }

    /// <summary>The sum of the titles that the partition has no room for.</summary>
    [Id(6)] public LiveFigures OtherTitles { get; init; }

    [Id(7)] public LiveSilo[] Silos { get; init; } = [];
}

/// <summary>The past of one key.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-history")]
public sealed class LiveHistory
{
    [Id(0)] public long AsOfMs { get; init; }

    [Id(1)] public bool IsIncomplete { get; init; }

    /// <summary>Oldest first, without empty minutes.</summary>
    [Id(2)] public LiveMinute[] Minutes { get; init; } = [];

    /// <summary>Oldest first, every <see cref="StepSeconds"/>.</summary>
    [Id(3)] public LiveSecond[] Seconds { get; init; } = [];

    [Id(4)] public int StepSeconds { get; init; }

    /// <summary>The first minute that is kept, in minutes since 1970-01-01 UTC.</summary>
    [Id(5)] public int KeptSince { get; init; }
}

/// <summary>The counts of one second.</summary>
/// <param name="Second">Seconds since 1970-01-01 UTC.</param>
/// <param name="Figures">The levels at its end, and the events since the second before.</param>
[GenerateSerializer, Immutable, Alias("sg.live-second")]
public readonly record struct LiveSecond([property: Id(0)] long Second, [property: Id(1)] LiveFigures Figures);
