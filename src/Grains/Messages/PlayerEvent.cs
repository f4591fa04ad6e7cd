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

/// <summary>What an adStart says. Null: not sent.</summary>
/// <param name="Id"><c>media.ad.id</c>.</param>
/// <param name="Name"><c>media.ad.name</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.ad-opening")]
public sealed record AdOpening([property: Id(0)] string Id, [property: Id(1)] string? Name)
{
    /// <summary><c>media.ad.length</c> in seconds.</summary>
    [Id(2)] public double? Length { get; init; }

    /// <summary><c>media.ad.podPosition</c>, as sent: players begin at 0 or at 1.</summary>
    [Id(3)] public long? Position { get; init; }

    /// <summary><c>media.ad.playerName</c>.</summary>
    [Id(4)] public string? PlayerName { get; init; }

    /// <summary><c>media.ad.advertiser</c>.</summary>
    [Id(5)] public string? Advertiser { get; init; }

    /// <summary><c>media.ad.campaignId</c>.</summary>
    [Id(6)] public string? CampaignId { get; init; }

    /// <summary><c>media.ad.creativeId</c>.</summary>
    [Id(7)] public string? CreativeId { get; init; }

    /// <summary><c>media.ad.creativeURL</c>.</summary>
    [Id(8)] public string? CreativeUrl { get; init; }

    /// <summary><c>media.ad.placementId</c>.</summary>
    [Id(9)] public string? PlacementId { get; init; }

    /// <summary><c>media.ad.siteId</c>.</summary>
    [Id(10)] public string? SiteId { get; init; }

    /// <summary><c>media.ad.podFriendlyName</c>, which some players send with the adStart instead of the adBreakStart.</summary>
    [Id(11)] public string? BreakName { get; init; }

    /// <summary><c>customMetadata</c>; null for none.</summary>
    [Id(12)] public MetadataEntry[]? CustomMetadata { get; init; }
}

/// <summary>What an adBreakStart says: index as sent, offset in seconds of main content.</summary>
[GenerateSerializer, Immutable, Alias("sg.ad-break-opening")]
public sealed record AdBreakOpening([property: Id(0)] long Index, [property: Id(1)] double Offset, [property: Id(2)] string? Name);

/// <summary>What a chapterStart says. Null: not sent.</summary>
/// <param name="Index"><c>media.chapter.index</c>, as sent.</param>
/// <param name="Name"><c>media.chapter.friendlyName</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.chapter-opening")]
public sealed record ChapterOpening([property: Id(0)] long Index, [property: Id(1)] string? Name)
{
    /// <summary><c>media.chapter.offset</c> in seconds of main content.</summary>
    [Id(2)] public double? Offset { get; init; }

    /// <summary><c>media.chapter.length</c> in seconds.</summary>
    [Id(3)] public double? Length { get; init; }

    /// <summary><c>customMetadata</c>; null for none.</summary>
    [Id(4)] public MetadataEntry[]? CustomMetadata { get; init; }
}

/// <summary>An entry of <c>customMetadata</c>.</summary>
[GenerateSerializer, Immutable, Alias("sg.metadata-entry")]
public readonly record struct MetadataEntry([property: Id(0)] string Key, [property: Id(1)] string Value);
