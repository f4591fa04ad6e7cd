namespace SessionGrains.Messages;

/// <summary>One validated event of a player, independent of any wire format. A <c>sessionStart</c> is a <see cref="StartRequest"/> instead.</summary>
[GenerateSerializer, Immutable, Alias("sg.player-event")]
public sealed record PlayerEvent
{
    /// <summary>Type of the event. Never <see cref="PlayerEventType.SessionStart"/>.</summary>
    [Id(0)] public required PlayerEventType Type { get; init; }

    /// <summary>The player's clock, milliseconds since 1970-01-01 UTC, from 0 to 9999-12-31.</summary>
    [Id(1)] public required long Ts { get; init; }

    /// <summary>Position in the main content in seconds, finite and at least 0. For live content the second of the day.</summary>
    [Id(2)] public required double Playhead { get; init; }

    /// <summary>64-bit hash of the decompressed body. Identifies repeats (docs/protocol.md#3-answers-that-are-promises).</summary>
    [Id(3)] public required ulong Fingerprint { get; init; }

    /// <summary>Quality-of-experience values, or null if the event had none.</summary>
    [Id(4)] public QoeValues? Qoe { get; init; }

    /// <summary>The ad that begins; set on <see cref="PlayerEventType.AdStart"/> only.</summary>
    [Id(5)] public AdOpening? Ad { get; init; }

    /// <summary>The ad break that begins; set on <see cref="PlayerEventType.AdBreakStart"/> only.</summary>
    [Id(6)] public AdBreakOpening? AdBreak { get; init; }

    /// <summary>The chapter that begins; set on <see cref="PlayerEventType.ChapterStart"/> only.</summary>
    [Id(7)] public ChapterOpening? Chapter { get; init; }

    /// <summary>Names of the player states that begin (stateStart, statesUpdate), as sent; null for none.</summary>
    [Id(8)] public string[]? StatesStart { get; init; }

    /// <summary>Names of the player states that end (stateEnd, statesUpdate), as sent; null for none.</summary>
    [Id(9)] public string[]? StatesEnd { get; init; }

    /// <summary>JSON pointer of the first member that the protocol does not define, or null. Becomes the finding <c>unknown-member</c>.</summary>
    [Id(10)] public string? UnknownMember { get; init; }

    /// <summary>True if customMetadata came with an event type that ignores it. Becomes the finding <c>metadata-ignored</c>.</summary>
    [Id(11)] public bool MetadataIgnored { get; init; }

    /// <summary>What the reader dropped from the request. Becomes the findings <c>text-cut</c> and <c>over-limit</c>.</summary>
    [Id(12)] public ReaderCuts Cuts { get; init; }
}

/// <summary>The ad of an adStart.</summary>
[GenerateSerializer, Immutable, Alias("sg.ad-opening")]
public sealed record AdOpening([property: Id(0)] string Id, [property: Id(1)] string? Name);

/// <summary>The break of an adBreakStart: index as sent, offset in seconds of main content.</summary>
[GenerateSerializer, Immutable, Alias("sg.ad-break-opening")]
public sealed record AdBreakOpening([property: Id(0)] long Index, [property: Id(1)] double Offset, [property: Id(2)] string? Name);

/// <summary>The chapter of a chapterStart: index as sent.</summary>
[GenerateSerializer, Immutable, Alias("sg.chapter-opening")]
public sealed record ChapterOpening([property: Id(0)] long Index, [property: Id(1)] string? Name);
