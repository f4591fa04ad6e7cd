namespace SessionGrains.Players;

/// <summary>Every metric (docs/protocol.md#6-reading-a-session) from a sorted list, each by its own pass over the whole list. Tests compare the tracking core and the server with it.</summary>
internal sealed class NaiveMetrics
{
    private static readonly int[] AllMarkers = [10, 25, 50, 75, 95];

    private readonly NaiveSession _session;
    private readonly IReadOnlyList<PlayerEvent> _events;
    private readonly int[] _all;
    private readonly NaiveScene[] _scenes;
    private readonly int?[] _ads;
    private readonly int?[] _chapters;
    private readonly double?[] _bitrates;
    private readonly HashSet<int> _stalled;

    public NaiveMetrics(NaiveSession session)
    {
        _session = session;
        _events = session.Events;
        _all = [.. Enumerable.Range(0, _events.Count)];
        _scenes = [.. _all.Select(session.See)];
        _ads = [.. _all.Select(session.Ad)];
        _chapters = [.. _all.Select(session.Chapter)];
        _bitrates = [.. _all.Select(BitrateAfter)];
        var stalls = NaiveStalls.Find(session, _scenes);
        _stalled = [.. stalls.SelectMany(stall => Enumerable.Range(stall.From, stall.To - stall.From))];
        StallEvents = stalls.Count;
    }

    private int StallEvents { get; }

    private int ContentStart => Array.FindIndex(_all, n => _scenes[n] == NaiveScene.Playing);

    public SessionMetrics Metrics(bool closed)
    {
        var content = Total(PlaysContent);
        var adTime = Total(n => _scenes[n] == NaiveScene.AdPlaying);
        var bitrate = AverageBitrate();
        return new SessionMetrics
        {
            ContentStart = ContentStart >= 0,
            ContentComplete = Count(PlayerEventType.SessionComplete) > 0,
            ContentResume = _session.Start.Resume,
            ContentTimeSpentMs = content,
            AdTimeSpentMs = adTime,
            MediaTimeSpentMs = content + adTime,
            UniqueTimePlayedMs = UniqueTimePlayed(),
            AverageMinuteAudience = Length is { } length ? content / 1000.0 / length : null,
            EstimatedStreams = ((content + adTime) / 1_800_000) + 1,
            ProgressMarkers = Markers(),
            ContentSegment = Segment(),
            DropBeforeStart = closed && ContentStart < 0,
            PauseCount = Periods(PlayerEventType.PauseStart, NaiveScene.Paused, NaiveScene.AdPaused),
            TotalPauseDurationMs = Total(n => _scenes[n] is NaiveScene.Paused or NaiveScene.AdPaused),
            BufferEvents = Periods(PlayerEventType.BufferStart, NaiveScene.Buffering, NaiveScene.AdBuffering),
            TotalBufferDurationMs = Total(n => _scenes[n] is NaiveScene.Buffering or NaiveScene.AdBuffering),
            StallEvents = StallEvents,
            TotalStallDurationMs = Total(_stalled.Contains),
            AdCount = Count(PlayerEventType.AdStart),
            AdCompletes = _all.Count(n => _session.Is(n, PlayerEventType.AdComplete) && _session.Ad(n - 1) is not null),
            AdSkips = _all.Count(n => _session.Ad(n - 1) is { } open && _session.Ad(n) != open && !_session.Is(n, PlayerEventType.AdComplete))
                + (closed && _session.Ad(_events.Count - 1) is not null ? 1 : 0),
            ChapterCount = Count(PlayerEventType.ChapterStart),
            ChapterCompletes = _all.Count(n => _session.Is(n, PlayerEventType.ChapterComplete) && _session.Chapter(n - 1) is not null),
            BitrateChanges = Count(PlayerEventType.BitrateChange),
            AverageBitrate = bitrate,
            AverageBitrateBucket = bitrate is { } mean ? Bucket(mean) : null,
            DroppedFrames = LastQoe(qoe => qoe.DroppedFrames),
            TimeToStartMs = LastQoe(qoe => qoe.TimeToStart),
            ErrorEvents = Count(PlayerEventType.Error),
            Errors = [.. Of(PlayerEventType.Error).GroupBy(one => (one.Qoe!.ErrorId, one.Qoe.ErrorSource)).Select(same => new ErrorCount(same.Key.ErrorId!, same.Key.ErrorSource!, same.Count(), 0, 0))],
            Ads = [.. _all.Where(n => _session.Is(n, PlayerEventType.AdStart)).Select(Ad)],
            Chapters = [.. _all.Where(n => _session.Is(n, PlayerEventType.ChapterStart)).Select(Chapter)],
            PlayerStates = PlayerStates(),
        };
    }

    private double? Length => _session.Start.LengthSeconds > 0 ? _session.Start.LengthSeconds : null;

    private bool PlaysContent(int n) => _scenes[n] == NaiveScene.Playing && !_stalled.Contains(n);

    private long Total(Func<int, bool> counts) => _all.Where(counts).Sum(_session.SpanMs);

    private int Count(PlayerEventType type) => Of(type).Count();

    private IEnumerable<PlayerEvent> Of(PlayerEventType type) => _events.Where(one => one.Type == type);

    /// <summary>How often a state began: an event of the type that changed what it is about, main content or ad.</summary>
    private int Periods(PlayerEventType type, NaiveScene content, NaiveScene ad) =>
        _all.Count(n => _session.Is(n, type) && ((_session.MovesContent(n) && Before(n) != content) || (_session.Ad(n) is not null && _session.Break(n) is not null && Before(n) != ad)));

    private NaiveScene Before(int n) => n == 0 ? NaiveScene.Starting : _scenes[n - 1];

    private long UniqueTimePlayed()
    {
        var watched = _all.Where(n => PlaysContent(n) && _session.SpanMs(n) > 0)
            .Select(n => (From: (long)Math.Round(_events[n].Playhead * 1000), Span: _session.SpanMs(n)))
            .Select(one => (one.From, To: Length is { } length ? Math.Min(one.From + one.Span, (long)Math.Round(length * 1000)) : one.From + one.Span))
            .Where(one => one.To > one.From)
            .ToList();

        // Between two neighbouring borders everything is watched or nothing is.
        var borders = watched.SelectMany(one => new[] { one.From, one.To }).Distinct().Order().ToArray();
        return borders.Zip(borders.Skip(1)).Where(piece => watched.Exists(one => one.From <= piece.First && one.To >= piece.Second)).Sum(piece => piece.Second - piece.First);
    }

    /// <summary>Playheads of events of main content after content start: while no break was open before them, until the content is complete.</summary>
    private IEnumerable<double> ContentPlayheads() =>
        ContentStart < 0
            ? []
            : _all.Where(n => n >= ContentStart && (n == 0 || !_session.IsComplete(n - 1)) && (_session.Break(n) is null || _session.Break(n - 1) is null)).Select(n => _events[n].Playhead);

    private int[] Markers() =>
        Length is { } length && ContentPlayheads().DefaultIfEmpty(-1).Max() is var furthest ? [.. AllMarkers.Where(marker => furthest * 100 >= marker * length)] : [];

    private string? Segment() =>
        ContentPlayheads().ToArray() is { Length: > 0 } playheads ? string.Create(CultureInfo.InvariantCulture, $"[{Math.Floor(playheads.Min() / 60)}-{Math.Ceiling(playheads.Max() / 60)}]") : null;

    private double? BitrateAfter(int n) => n < 0 ? _session.Start.Qoe?.Bitrate : _events[n].Qoe?.Bitrate ?? BitrateAfter(n - 1);

    private double? AverageBitrate()
    {
        var known = _all.Where(n => PlaysContent(n) && _bitrates[n] is not null).ToArray();
        var time = known.Sum(_session.SpanMs);
        return time == 0 ? null : known.Sum(n => _bitrates[n]!.Value * _session.SpanMs(n)) / time;
    }

    private static string Bucket(double mean)
    {
        var step = (long)(mean / 100_000) * 100_000;
        return string.Create(CultureInfo.InvariantCulture, $"{step}-{step + 99_999}");
    }

    private double? LastQoe(Func<QoeValues, double?> value) =>
        _events.Select(one => one.Qoe).Prepend(_session.Start.Qoe).Where(qoe => qoe is not null).Select(qoe => value(qoe!)).LastOrDefault(one => one is not null);

    private AdSummary Ad(int opened) => new()
    {
        Id = _events[opened].Ad!.Id,
        Name = _events[opened].Ad!.Name,
        BreakIndex = _session.Break(opened) is { } at ? _events[at].AdBreak!.Index : null,
        TimePlayedMs = Total(n => _ads[n] == opened && _scenes[n] == NaiveScene.AdPlaying),
        Outcome = _all.Any(n => n > opened && _ads[n - 1] == opened && _session.Is(n, PlayerEventType.AdComplete)) ? PlayOutcome.Completed : PlayOutcome.Skipped,
    };

    private ChapterSummary Chapter(int opened) => new()
    {
        Index = _events[opened].Chapter!.Index,
        Name = _events[opened].Chapter!.Name,
        TimePlayedMs = Total(n => _chapters[n] == opened && PlaysContent(n)),
        Outcome = _all.Any(n => n > opened && _chapters[n - 1] == opened && _session.Is(n, PlayerEventType.ChapterComplete)) ? PlayOutcome.Completed : PlayOutcome.Skipped,
    };

    private PlayerStateSummary[] PlayerStates()
    {
        var states = _all.Select(_session.States).ToArray();
        bool Open(int n, string key) => n >= 0 && states[n].GetValueOrDefault(key);
        return
        [
            .. _session.States(_events.Count - 1).Keys.Select(key => new PlayerStateSummary(
                _events.SelectMany(one => one.StatesStart ?? []).First(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)),
                _all.Count(n => Open(n, key) && !Open(n - 1, key)),
                Total(n => Open(n, key)))),
        ];
    }
}
