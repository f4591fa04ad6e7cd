namespace SessionGrains.Players;

/// <summary>Every metric (docs/protocol.md#6-reading-a-session) from a sorted list, each by its own pass over the whole list. Tests compare the tracking core and the server with it.</summary>
internal sealed class NaiveMetrics
{
    private static readonly int[] AllMarkers = [10, 25, 50, 75, 95];

    private readonly NaiveSession _session;
    private readonly NaiveTimes _times;
    private readonly IReadOnlyList<PlayerEvent> _events;
    private readonly double?[] _bitrates;

    public NaiveMetrics(NaiveSession session)
    {
        _session = session;
        _times = new NaiveTimes(session);
        _events = session.Events;
        _bitrates = [.. All.Select(BitrateAfter)];
    }

    private int[] All => _times.All;

    private NaiveScene[] Scenes => _times.Scenes;

    private int ContentStart => Array.FindIndex(All, n => Scenes[n] == NaiveScene.Playing);

    public SessionMetrics Metrics(bool closed)
    {
        var content = _times.Total(_times.PlaysContent);
        var adTime = _times.Total(n => Scenes[n] == NaiveScene.AdPlaying);
        var bitrate = AverageBitrate();
        var entries = new NaiveEntries(_session, _times, closed);
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
            TotalPauseDurationMs = _times.Total(n => Scenes[n] is NaiveScene.Paused or NaiveScene.AdPaused),
            BufferEvents = Periods(PlayerEventType.BufferStart, NaiveScene.Buffering, NaiveScene.AdBuffering),
            TotalBufferDurationMs = _times.Total(n => Scenes[n] is NaiveScene.Buffering or NaiveScene.AdBuffering),
            StallEvents = _times.StallEvents,
            TotalStallDurationMs = _times.Total(_times.IsStalled),
            AdCount = Count(PlayerEventType.AdStart),
            AdCompletes = All.Count(n => _session.Is(n, PlayerEventType.AdComplete) && EndsAd(n)),
            AdSkips = All.Count(n => _session.Is(n, PlayerEventType.AdSkip) && EndsAd(n)),
            ChapterCount = All.Count(n => _session.Is(n, PlayerEventType.ChapterStart) && !_session.IsAfterComplete(n)),
            ChapterCompletes = All.Count(n => _session.Is(n, PlayerEventType.ChapterComplete) && _session.Chapter(n - 1) is not null),
            BitrateChanges = Count(PlayerEventType.BitrateChange),
            AverageBitrate = bitrate,
            AverageBitrateBucket = bitrate is { } mean ? Bucket(mean) : null,
            DroppedFrames = LastQoe(static qoe => qoe.DroppedFrames),
            TimeToStartMs = LastQoe(static qoe => qoe.TimeToStart),
            ErrorEvents = Count(PlayerEventType.Error),
            Errors = entries.Errors(),
            AdBreaks = entries.AdBreaks(),
            Ads = entries.Ads(),
            Chapters = entries.Chapters(),
            PlayerStates = entries.PlayerStates(),
        };
    }

    private double? Length => _session.Start.LengthSeconds > 0 ? _session.Start.LengthSeconds : null;

    private bool EndsAd(int n) => _session.Ad(n - 1) is not null || _session.AdEndedAfterBreak(n) is not null;

    private int Count(PlayerEventType type) => _events.Count(one => one.Type == type);

    /// <summary>How often a state began: an event of the type that changed what it is about, main content or ad.</summary>
    private int Periods(PlayerEventType type, NaiveScene content, NaiveScene ad) =>
        All.Count(n => _session.Is(n, type) && ((_session.MovesContent(n) && Before(n) != content) || (_session.Ad(n) is not null && _session.Break(n) is not null && Before(n) != ad)));

    private NaiveScene Before(int n) => n == 0 ? NaiveScene.Starting : Scenes[n - 1];

    private long UniqueTimePlayed()
    {
        var watched = All.Where(n => _times.PlaysContent(n) && _session.SpanMs(n) > 0)
            .Select(Watched)
            .Select(one => (one.From, To: Length is { } length ? Math.Min(one.To, (long)Math.Round(length * 1000)) : one.To))
            .Where(static one => one.To > one.From)
            .ToList();

        // Between two neighbouring borders everything is watched or nothing is.
        var borders = watched.SelectMany(static one => new[] { one.From, one.To }).Distinct().Order().ToArray();
        return borders.Zip(borders.Skip(1)).Where(piece => watched.Exists(one => one.From <= piece.First && one.To >= piece.Second)).Sum(static piece => piece.Second - piece.First);
    }

    /// <summary>What was seen after event n, in milliseconds of main content: up to the next playhead if the player can have played there, else as long as the time that passed.</summary>
    private (long From, long To) Watched(int n)
    {
        var from = (long)Math.Round(_events[n].Playhead * 1000);
        var moved = _events[n + 1].Playhead - _events[n].Playhead;
        return moved > 0.001 && moved <= (2.5 * _session.SpanMs(n) / 1000) + 2
            ? (from, (long)Math.Round(_events[n + 1].Playhead * 1000))
            : (from, from + _session.SpanMs(n));
    }

    /// <summary>Playheads of events of main content after content start: while no break was open before them, until the content is complete.</summary>
    private IEnumerable<double> ContentPlayheads() =>
        ContentStart < 0
            ? []
            : All.Where(n => n >= ContentStart && !_session.IsComplete(n - 1) && (_session.Break(n) is null || _session.Break(n - 1) is null)).Select(n => _events[n].Playhead);

    private int[] Markers() =>
        Length is { } length && ContentPlayheads().DefaultIfEmpty(-1).Max() is var furthest ? [.. AllMarkers.Where(marker => furthest * 100 >= marker * length)] : [];

    private string? Segment() =>
        ContentPlayheads().ToArray() is { Length: > 0 } playheads ? string.Create(CultureInfo.InvariantCulture, $"[{Math.Floor(playheads.Min() / 60)}-{Math.Ceiling(playheads.Max() / 60)}]") : null;

    /// <summary>The bitrate that was sent last, if it is one: of 0 or less it is unknown.</summary>
    private double? BitrateAfter(int n) => Sent(n).Select(static qoe => qoe.Bitrate).LastOrDefault(static one => one is not null) is > 0 and var known ? known : null;

    private double? AverageBitrate()
    {
        var known = All.Where(n => _times.PlaysContent(n) && _bitrates[n] is not null).ToArray();
        var time = known.Sum(_session.SpanMs);
        return time == 0 ? null : known.Sum(n => _bitrates[n]!.Value * _session.SpanMs(n)) / time;
    }

    private static string Bucket(double mean)
    {
        var step = (long)(mean / 100_000) * 100_000;
        return string.Create(CultureInfo.InvariantCulture, $"{step}-{step + 99_999}");
    }

    /// <summary>The last value that is not negative.</summary>
    private double? LastQoe(Func<QoeValues, double?> value) => Sent(_events.Count - 1).Select(value).LastOrDefault(static one => one >= 0);

    /// <summary>The qoeData up to event n.</summary>
    private IEnumerable<QoeValues> Sent(int n) => _events.Take(n + 1).Select(static one => one.Qoe).Prepend(_session.Start.Qoe).OfType<QoeValues>();
}
