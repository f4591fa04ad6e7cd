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

    /// <summary>Last <c>media.qoe.timeToStart</c>, milliseconds.</summary>
    [Id(28)] public double? TimeToStartMs { get; init; }

    [Id(29)] public int ErrorEvents { get; init; }
    [Id(30)] public ErrorCount[] Errors { get; init; } = [];
    [Id(31)] public AdSummary[] Ads { get; init; } = [];
    [Id(32)] public ChapterSummary[] Chapters { get; init; } = [];
    [Id(33)] public PlayerStateSummary[] PlayerStates { get; init; } = [];

    /// <summary>closedAt − lastEventAt in milliseconds; null while open.</summary>
    [Id(34)] public long? SinceLastCallMs { get; init; }
}

/// <summary>A distinct error and how often it was reported.</summary>
[GenerateSerializer, Immutable, Alias("sg.error-count")]
public readonly record struct ErrorCount([property: Id(0)] string Id, [property: Id(1)] string Source, [property: Id(2)] int Count);

/// <summary>One ad; <paramref name="BreakIndex"/> is null outside a break.</summary>
[GenerateSerializer, Immutable, Alias("sg.ad-summary")]
public sealed record AdSummary(
    [property: Id(0)] string Id, [property: Id(1)] string? Name, [property: Id(2)] long? BreakIndex, [property: Id(3)] long TimePlayedMs, [property: Id(4)] bool Completed);

/// <summary>One chapter.</summary>
[GenerateSerializer, Immutable, Alias("sg.chapter-summary")]
public sealed record ChapterSummary(
    [property: Id(0)] long Index, [property: Id(1)] string? Name, [property: Id(2)] long TimePlayedMs, [property: Id(3)] bool Completed);

/// <summary>One player state, named as it was first sent.</summary>
[GenerateSerializer, Immutable, Alias("sg.player-state-summary")]
public readonly record struct PlayerStateSummary([property: Id(0)] string Name, [property: Id(1)] int Count, [property: Id(2)] long TimeSpentMs);
