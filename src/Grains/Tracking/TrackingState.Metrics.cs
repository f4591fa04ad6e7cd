using System.Globalization;

namespace SessionGrains.Tracking;

/// <summary>The state as metrics, playback and findings (docs/protocol.md#6-reading-a-session).</summary>
internal sealed partial class TrackingState
{
    private const int BitrateStep = 100_000;
    private const long EstimatedStreamMs = 1_800_000;

    /// <summary>What live counts need.</summary>
    public LiveState GetLiveState(bool isOpen) => new(isOpen, ContentCompleted, Main, Place, ContentStarted, ErrorEvents, BitrateChanges, KnownBitrate);

    /// <param name="descriptions">What was said at length.</param>
    /// <param name="resumed">media.resume of the sessionStart.</param>
    /// <param name="lengthSeconds">media.length; 0 is unknown.</param>
    /// <param name="sinceLastCallMs">closedAt − lastEventAt; null while open.</param>
    public SessionMetrics Metrics(Descriptions descriptions, bool resumed, double lengthSeconds, long? sinceLastCallMs)
    {
        var mediaMs = ContentMs + AdMs;

        // Stall time is subtracted again, which may leave a rounding error.
        double? bitrate = BitrateKnownMs > 0 ? Math.Max(0, BitrateMs / BitrateKnownMs) : null;
        return new()
        {
            ContentStart = ContentStarted,
            ContentComplete = ContentCompleted,
            ContentResume = resumed,
            ContentTimeSpentMs = ContentMs,
            AdTimeSpentMs = AdMs,
            MediaTimeSpentMs = mediaMs,
            UniqueTimePlayedMs = UniqueMs(lengthSeconds),
            AverageMinuteAudience = lengthSeconds > 0 ? ContentMs / 1000.0 / lengthSeconds : null,
            EstimatedStreams = (mediaMs / EstimatedStreamMs) + 1,
            ProgressMarkers = ReachedMarkers(),
            ContentSegment = ContentSegment(),
            DropBeforeStart = sinceLastCallMs is not null && !ContentStarted,
            PauseCount = Pauses,
            TotalPauseDurationMs = PauseMs,
            BufferEvents = Buffers,
            TotalBufferDurationMs = BufferMs,
            StallEvents = Stalls,
            TotalStallDurationMs = StallMs,
            AdCount = AdCount,
            AdCompletes = AdCompletes,
            AdSkips = AdSkips,
            ChapterCount = ChapterCount,
            ChapterCompletes = ChapterCompletes,
            BitrateChanges = BitrateChanges,
            AverageBitrate = bitrate,
            AverageBitrateBucket = bitrate is { } average ? Bucket(average) : null,
            DroppedFrames = Known(DroppedFrames),
            TimeToStartMs = Known(TimeToStart),
            ErrorEvents = ErrorEvents,
            Errors = ErrorCounts(descriptions),
            AdBreaks = AdBreakSummaries(descriptions),
            Ads = AdSummaries(descriptions),
            Chapters = ChapterSummaries(descriptions),
            PlayerStates = [.. PlayerStates.Select(s => new PlayerStateSummary(s.Name, s.Count, s.TimeAt(CountedMs)))],
            SinceLastCallMs = sinceLastCallMs,
        };
    }

    public PlaybackView Playback(Descriptions descriptions) => new(
        Place == PlaybackPlace.Ad ? AdState : Main,
        Place,
        Playhead,
        AdIsOpen ? OpenAdSummary(descriptions) : null,
        OpenAdBreakIndex < 0 ? null : SummaryOf(AdBreaks[OpenAdBreakIndex], OpenAdBreakIndex, Ads.ToArray(), descriptions),
        OpenChapterIndex < 0 ? null : SummaryOf(Chapters[OpenChapterIndex], OpenChapterIndex, descriptions),
        [.. PlayerStates.Where(static s => s.IsOpen).Select(static s => s.Name)]);

    /// <summary>All findings so far, including those that depend on the whole session.</summary>
    /// <param name="closed">True if no more events can come.</param>
    public IEnumerable<Finding> Findings(bool closed)
    {
        // A newer program that ran beside this one may have stored kinds that this one does not know.
        foreach (var entry in FindingEntries.Where(static entry => Enum.IsDefined(entry.Kind)))
        {
            yield return FindingCatalogue.Describe(entry, OverLimitLists);
        }

        if (!PlayheadMoved && Frozen.Stalls > 0)
        {
            yield return FindingCatalogue.Describe(new(FindingKind.PlayheadFrozen, 1, Frozen.SentTs, null), OverLimitLists);
        }

        if (Plays == 0 && FirstAdOrPingTs != long.MinValue)
        {
            yield return FindingCatalogue.Describe(new(FindingKind.PlayMissing, 1, FirstAdOrPingTs, null), OverLimitLists);
        }
        else if (Plays == 0 && closed)
        {
            yield return FindingCatalogue.Describe(new(FindingKind.NeverPlayed, 1, LastSentTs, null), OverLimitLists);
        }
    }

    private static string Bucket(double average)
    {
        var floor = Math.Floor(average / BitrateStep) * BitrateStep;
        return string.Create(CultureInfo.InvariantCulture, $"{floor:F0}-{floor + BitrateStep - 1:F0}");
    }
}
