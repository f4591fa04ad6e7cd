namespace SessionGrains.Live;

/// <summary>Which sessions are asked for.</summary>
/// <param name="MediaId">Only those of this title; null: all.</param>
/// <param name="Channel">Only those of this channel; null: all.</param>
/// <param name="Top">How many titles at most.</param>
[GenerateSerializer, Immutable, Alias("sg.live-query")]
public readonly record struct LiveQuery([property: Id(0)] string? MediaId, [property: Id(1)] string? Channel, [property: Id(2)] int Top);

/// <summary>One key as it is now.</summary>
/// <param name="Key">What is counted.</param>
/// <param name="Name"><c>media.name</c> of a title.</param>
/// <param name="Channel"><c>media.channel</c> of a title.</param>
/// <param name="Figures">The counts.</param>
/// <param name="RecentViewers">Of a title: every 10 s, oldest first, at most ten minutes.</param>
[GenerateSerializer, Immutable, Alias("sg.live-line")]
public sealed record LiveLine(
    [property: Id(0)] LiveKey Key, [property: Id(1)] string? Name, [property: Id(2)] string? Channel, [property: Id(3)] LiveFigures Figures, [property: Id(4)] int[] RecentViewers);

/// <summary>One silo as a partition knows it.</summary>
/// <param name="Silo">Its address and generation.</param>
/// <param name="HeardAtMs">When it last reported, ms since 1970-01-01 UTC.</param>
/// <param name="IsSilent">That is longer ago than it should be.</param>
/// <param name="Health">How it said it is doing.</param>
[GenerateSerializer, Immutable, Alias("sg.live-silo")]
public sealed record LiveSilo([property: Id(0)] string Silo, [property: Id(1)] long HeardAtMs, [property: Id(2)] bool IsSilent, [property: Id(3)] SiloHealth Health);

/// <summary>What a partition answers to a <see cref="LiveQuery"/>.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-part")]
public sealed class LivePart
{
    /// <summary>The end of the half second up to which all silos are added up, ms since 1970-01-01 UTC.</summary>
    [Id(0)] public long AsOfMs { get; init; }

    [Id(1)] public bool IsIncomplete { get; init; }

    /// <summary>What was asked for, all of it together; null when this partition does not have it.</summary>
    [Id(2)] public LiveLine? Whole { get; init; }

    /// <summary>Its last complete minute.</summary>
    [Id(3)] public LiveMinute LastMinute { get; init; }

    /// <summary>The parts of it, most viewers first.</summary>
    [Id(4)] public LiveLine[] Lines { get; init; } = [];

    /// <summary>Titles that there are, shown or not.</summary>
    [Id(5)] public int Titles { get; init; }

    /// <summary>All those titles together.</summary>
    [Id(8)] public LiveFigures Listed { get; init; }

    /// <summary>The titles for which there is no room.</summary>
    [Id(6)] public LiveFigures OtherTitles { get; init; }

    [Id(7)] public LiveSilo[] Silos { get; init; } = [];
}

/// <summary>The past of one key.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-history")]
public sealed class LiveHistory
{
    [Id(0)] public long AsOfMs { get; init; }

    [Id(1)] public bool IsIncomplete { get; init; }

    /// <summary>Oldest first; empty minutes are left out.</summary>
    [Id(2)] public LiveMinute[] Minutes { get; init; } = [];

    /// <summary>Oldest first, every <see cref="StepSeconds"/>.</summary>
    [Id(3)] public LiveSecond[] Seconds { get; init; } = [];

    [Id(4)] public int StepSeconds { get; init; }

    /// <summary>The first minute that is kept, minutes since 1970-01-01 UTC.</summary>
    [Id(5)] public int KeptSince { get; init; }
}

/// <summary>One second.</summary>
/// <param name="Second">Seconds since 1970-01-01 UTC.</param>
/// <param name="Figures">What was the case then, and what happened since the second before.</param>
[GenerateSerializer, Immutable, Alias("sg.live-second")]
public readonly record struct LiveSecond([property: Id(0)] long Second, [property: Id(1)] LiveFigures Figures);
