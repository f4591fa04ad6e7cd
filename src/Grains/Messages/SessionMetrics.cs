using System.Text.Json.Serialization;

namespace SessionGrains.Messages;

/// <summary>
/// The metrics of a session up to its last event (docs/protocol.md#6-reading-a-session). Durations are whole milliseconds here, and seconds with up to three
/// decimals on the wire.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.session-metrics")]
public sealed record SessionMetrics
{
    [Id(0)] public int MediaStarts { get; init; } = 1;
    [Id(1)] public bool ContentStart { get; init; }
    [Id(2)] public bool ContentComplete { get; init; }
    [Id(3)] public bool ContentResume { get; init; }
    [Id(4)] public long ContentTimeSpentMs { get; init; }
    [Id(5)] public long AdTimeSpentMs { get; init; }
    [Id(6)] public long MediaTimeSpentMs { get; init; }
    [Id(7)] public long UniqueTimePlayedMs { get; init; }

    /// <summary>Content time ÷ length, or null where the length is unknown.</summary>
    [Id(8)] public double? AverageMinuteAudience { get; init; }

    /// <summary>⌊media time ÷ 30 min⌋ + 1.</summary>
    [Id(9)] public long EstimatedStreams { get; init; } = 1;

    /// <summary>The markers of 10, 25, 50, 75 and 95 % that were reached, ascending.</summary>
    [Id(10)] public int[] ProgressMarkers { get; init; } = [];

    /// <summary>Smallest and largest playhead of main content after content start, in minutes, as <c>[0-1]</c>; null before content start.</summary>
    [Id(11)] public string? ContentSegment { get; init; }

    [Id(12)] public bool DropBeforeStart { get; init; }
    [Id(13)] public int PauseCount { get; init; }
    [Id(14)] public long TotalPauseDurationMs { get; init; }
    [Id(15)] public int BufferEvents { get; init; }
    [Id(16)] public long TotalBufferDurationMs { get; init; }
    [Id(17)] public int StallEvents { get; init; }
    [Id(18)] public long TotalStallDurationMs { get; init; }
    [Id(19)] public int AdCount { get; init; }
    [Id(20)] public int AdCompletes { get; init; }
    [Id(21)] public int AdSkips { get; init; }
    [Id(22)] public int ChapterCount { get; init; }
    [Id(23)] public int ChapterCompletes { get; init; }
    [Id(24)] public int BitrateChanges { get; init; }

    /// <summary>Mean bitrate in the unit sent, weighted by content time with a known bitrate; null if none is known.</summary>
    [Id(25)] public double? AverageBitrate { get; init; }

    /// <summary>The bucket of 100,000 that holds the average, as <c>1000000-1099999</c>.</summary>
    [Id(26)] public string? AverageBitrateBucket { get; init; }

    [Id(27)] public double? DroppedFrames { get; init; }

    /// <summary>Last <c>media.qoe.timeToStart</c>.</summary>
    [Id(28)] public double? TimeToStartMs { get; init; }

    [Id(29)] public int ErrorEvents { get; init; }

    /// <summary>The distinct errors in order: 32 at most, without those that are too large.</summary>
    [Id(30)] public ErrorCount[] Errors { get; init; } = [];

    /// <summary>The ad breaks in order: 200 at most, without those that are too large (docs/protocol.md#how-texts-are-counted).</summary>
    [Id(35)] public AdBreakSummary[] AdBreaks { get; init; } = [];

    /// <summary>The ads in order of their start: 200 at most, without those that are too large (docs/protocol.md#how-texts-are-counted).</summary>
    [Id(31)] public AdSummary[] Ads { get; init; } = [];

    /// <summary>The chapters in order: 200 at most, without those that are too large (docs/protocol.md#how-texts-are-counted).</summary>
    [Id(32)] public ChapterSummary[] Chapters { get; init; } = [];

    [Id(33)] public PlayerStateSummary[] PlayerStates { get; init; } = [];

    /// <summary>closedAt − lastEventAt; null while open.</summary>
    [Id(34)] public long? SinceLastCallMs { get; init; }
}

/// <summary>A distinct error and how often it was reported.</summary>
/// <param name="Id"><c>media.qoe.errorID</c>.</param>
/// <param name="Source"><c>media.qoe.errorSource</c>.</param>
/// <param name="Count">Number of error events.</param>
/// <param name="FirstTs">The player's clock at the first of them, as sent, ms since 1970-01-01 UTC.</param>
/// <param name="LastTs">The player's clock at the last of them, as sent.</param>
[GenerateSerializer, Immutable, Alias("sg.error-count")]
public readonly record struct ErrorCount(
    [property: Id(0)] string Id, [property: Id(1)] string Source, [property: Id(2)] int Count, [property: Id(3)] long FirstTs, [property: Id(4)] long LastTs);

/// <summary>How an ad or a chapter ended: completed, skipped (its adSkip or chapterSkip came), cut (something else closed it), or not yet: open.</summary>
/// <remarks>The numbers are stored.</remarks>
public enum PlayOutcome : byte
{
    /// <summary>It has not ended.</summary>
    Open = 0,

    /// <summary>Its adComplete or chapterComplete came.</summary>
    Completed = 1,

    /// <summary>Its adSkip or chapterSkip came.</summary>
    Skipped = 2,

    /// <summary>Something else closed it.</summary>
    Cut = 3,
}

/// <summary>One ad break. Times are the player's clock as sent, ms since 1970-01-01 UTC.</summary>
[GenerateSerializer, Immutable, Alias("sg.ad-break-summary")]
public sealed record AdBreakSummary
{
    /// <summary><c>media.ad.podIndex</c>, as sent.</summary>
    [Id(0)] public required long Index { get; init; }

    /// <summary><c>media.ad.podFriendlyName</c> of the adBreakStart, otherwise of the first of its adStarts that has it.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary><c>media.ad.podSecond</c>: where in the main content, in seconds.</summary>
    [Id(2)] public double? Offset { get; init; }

    [Id(3)] public long StartTs { get; init; }

    /// <summary>Null while the break is open.</summary>
    [Id(4)] public long? EndTs { get; init; }
}

/// <summary>One ad: what its adStart said (absent: not said) and what became of it. Times are the player's clock as sent, ms since 1970-01-01 UTC.</summary>
[GenerateSerializer, Immutable, Alias("sg.ad-summary")]
public sealed record AdSummary
{
    /// <summary>Whether it started in an ad break. If so and there is no <c>breakItem</c>, that break is not listed.</summary>
    [Id(19)] public bool InBreak { get; init; }

    /// <summary>Index of its break in <c>adBreaks</c> of the metrics, from 0; absent outside a break and if that break is not listed.</summary>
    [Id(20)] public int? BreakItem { get; init; }

    /// <summary><c>media.ad.podIndex</c> of its break, as sent: several breaks may have the same. Absent with <c>breakItem</c>.</summary>
    [Id(0)] public long? BreakIndex { get; init; }

    /// <summary><c>media.ad.podPosition</c>: position in the break, as sent.</summary>
    [Id(1)] public long? Position { get; init; }

    /// <summary><c>media.ad.id</c>. Absent only for an ad that plays beyond the number of ads that are kept.</summary>
    [Id(2)] public string? Id { get; init; }

    /// <summary><c>media.ad.name</c>.</summary>
    [Id(3)] public string? Name { get; init; }

    /// <summary><c>media.ad.length</c>, in seconds.</summary>
    [Id(4)] public double? Length { get; init; }

    /// <summary><c>media.ad.playerName</c>.</summary>
    [Id(5)] public string? PlayerName { get; init; }

    /// <summary><c>media.ad.advertiser</c>.</summary>
    [Id(6)] public string? Advertiser { get; init; }

    /// <summary><c>media.ad.campaignId</c>.</summary>
    [Id(7)] public string? CampaignId { get; init; }

    /// <summary><c>media.ad.creativeId</c>.</summary>
    [Id(8)] public string? CreativeId { get; init; }

    /// <summary><c>media.ad.creativeURL</c>.</summary>
    [Id(9)] public string? CreativeUrl { get; init; }

    /// <summary><c>media.ad.placementId</c>.</summary>
    [Id(10)] public string? PlacementId { get; init; }

    /// <summary><c>media.ad.siteId</c>.</summary>
    [Id(11)] public string? SiteId { get; init; }

    /// <summary><c>media.ad.podFriendlyName</c>, if the adStart said it.</summary>
    [Id(12)] public string? BreakName { get; init; }

    /// <summary>The customMetadata of the adStart.</summary>
    [Id(13)] public MetadataEntry[]? CustomMetadata { get; init; }

    /// <summary>Absent only of an ad on the screen that is not listed.</summary>
    [Id(14)] public long? StartTs { get; init; }

    /// <summary>Null while the ad is open.</summary>
    [Id(15)] public long? EndTs { get; init; }

    /// <summary>Position in the main content at its start, in seconds. Absent only of an ad on the screen that is not listed.</summary>
    [Id(16)] public double? Playhead { get; init; }

    [Id(17)] public long TimePlayedMs { get; init; }

    [Id(18)] public PlayOutcome Outcome { get; init; }

    /// <summary>What brings <see cref="StartTs"/> to where it belongs among the other events, in ms; 0 unless the player's clock was changed.</summary>
    [Id(21), JsonIgnore] public long StartShiftMs { get; init; }

    /// <summary>The same for <see cref="EndTs"/>.</summary>
    [Id(22), JsonIgnore] public long EndShiftMs { get; init; }

    /// <summary>Whether the outcome is completed. For older readers.</summary>
    public bool Completed => Outcome == PlayOutcome.Completed;
}

/// <summary>One chapter: what its chapterStart said (absent: not said) and what became of it. Times are the player's clock as sent, ms since 1970-01-01 UTC.</summary>
[GenerateSerializer, Immutable, Alias("sg.chapter-summary")]
public sealed record ChapterSummary
{
    /// <summary><c>media.chapter.index</c>, as sent.</summary>
    [Id(0)] public long Index { get; init; }

    /// <summary><c>media.chapter.friendlyName</c>.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary><c>media.chapter.offset</c>: where it begins in the main content, in seconds.</summary>
    [Id(2)] public double? Offset { get; init; }

    /// <summary><c>media.chapter.length</c>, in seconds.</summary>
    [Id(3)] public double? Length { get; init; }

    /// <summary>The customMetadata of the chapterStart.</summary>
    [Id(4)] public MetadataEntry[]? CustomMetadata { get; init; }

    [Id(5)] public long StartTs { get; init; }

    /// <summary>Null while the chapter is open.</summary>
    [Id(6)] public long? EndTs { get; init; }

    [Id(7)] public long TimePlayedMs { get; init; }

    [Id(8)] public PlayOutcome Outcome { get; init; }

    /// <summary>What brings <see cref="EndTs"/> to where it belongs among the other events, in ms; 0 unless the player's clock was changed.</summary>
    [Id(9), JsonIgnore] public long EndShiftMs { get; init; }

    /// <summary>Whether the outcome is completed. For older readers.</summary>
    public bool Completed => Outcome == PlayOutcome.Completed;
}

/// <summary>One player state, named as it was first sent.</summary>
[GenerateSerializer, Immutable, Alias("sg.player-state-summary")]
public readonly record struct PlayerStateSummary([property: Id(0)] string Name, [property: Id(1)] int Count, [property: Id(2)] long TimeSpentMs);
