namespace SessionGrains.Players;

/// <summary>
/// The findings (docs/protocol.md#5-findings) that a sorted list shows: for each, the events that show it, by a look at what was open and on the screen before them.
/// Not among them: what the arrival of events or a limit shows, <c>equal-ts</c> and <c>playhead-frozen</c>.
/// </summary>
internal sealed class NaiveFindings
{
    private readonly NaiveSession _session;
    private readonly IReadOnlyList<PlayerEvent> _events;
    private readonly int[] _all;
    private readonly NaiveScene[] _scenes;
    private readonly bool _closed;
    private readonly long _longestGapMs;

    /// <param name="session">The events.</param>
    /// <param name="closed">Whether no more can come.</param>
    /// <param name="downloaded">Whether the session came as an array.</param>
    public NaiveFindings(NaiveSession session, bool closed, bool downloaded)
    {
        _session = session;
        _events = session.Events;
        _all = [.. Enumerable.Range(0, _events.Count)];
        _scenes = [.. _all.Select(session.See)];
        _closed = closed;
        _longestGapMs = downloaded ? 60_000 : 20_000;
    }

    /// <summary>How many events show each finding, and the ts of the first of them. A finding that none shows is left out.</summary>
    public Dictionary<string, (int Count, long Ts)> Find()
    {
        var found = new (string Code, IEnumerable<long> Ts)[]
        {
            ("unknown-member", Start(_session.Start.UnknownMember is not null).Concat(Where(n => _events[n].UnknownMember is not null))),
            ("metadata-ignored", Where(n => _events[n].MetadataIgnored)),
            ("empty-id", Start(_session.Start.MediaId.Length == 0).Concat(Where(n => _events[n].Ad is { Id: "" }))),
            ("bitrate-unit", Qoe(static qoe => qoe.Bitrate is > 0 and < 10_000)),
            ("value-ignored", Qoe(static qoe => qoe.Bitrate <= 0 || qoe.DroppedFrames < 0 || qoe.FramesPerSecond < 0 || qoe.TimeToStart < 0)),
            ("playhead-beyond-length", Start(IsBeyondLength(_session.Start.Playhead)).Concat(Where(n => IsBeyondLength(_events[n].Playhead)))),
            ("playhead-jump", Where(Jumps)),
            ("no-ping", Where(IsSilentBefore)),
            ("ping-rate", Where(n => _session.Is(n, PlayerEventType.Ping) && PingsBefore(n).Any(ping => _events[n].Ts - _events[ping].Ts < 900))),
            ("play-missing", HasNo(PlayerEventType.Play) ? Where(n => _session.Is(n, PlayerEventType.AdStart, PlayerEventType.Ping)).Take(1) : []),
            ("never-played", _closed && HasNo(PlayerEventType.Play, PlayerEventType.AdStart, PlayerEventType.Ping) ? [_events.Count == 0 ? _session.Start.Ts : _events[^1].Ts] : []),
            ("content-without-play", Where(MovesWithoutPlay)),
            ("play-before-ad-break", Where(IsBreakRightAfterContentStart)),
            ("after-complete", Where(_session.IsAfterComplete)),
            ("ad-outside-break", Where(n => _session.Is(n, PlayerEventType.AdStart) && _session.Break(n - 1) is null)),
            ("nothing-to-close", Where(ClosesNothing)),
            ("closed-after-break", Where(n => _session.AdEndedAfterBreak(n) is not null)),
            ("unclosed-ad", UnclosedAds()),
            ("unclosed-break", Cuts(_session.Break, PlayerEventType.AdBreakComplete).Select(TsOf)),
            ("unclosed-chapter", Cuts(_session.Chapter, PlayerEventType.ChapterComplete, PlayerEventType.ChapterSkip).Select(TsOf)),
            ("state-not-open", Where(n => _events[n].StatesEnd?.Any(name => !IsOpen(n - 1, name)) == true)),
            ("state-already-open", Where(n => _events[n].StatesStart?.Any(name => IsOpen(n - 1, name) && _events[n].StatesEnd?.Contains(name, StringComparer.OrdinalIgnoreCase) != true) == true)),
        };
        return found.Select(static one => (one.Code, Ts: one.Ts.ToArray())).Where(static one => one.Ts.Length > 0).ToDictionary(static one => one.Code, static one => (one.Ts.Length, one.Ts[0]));
    }

    private IEnumerable<long> Where(Func<int, bool> shows) => _all.Where(shows).Select(n => _events[n].Ts);

    private IEnumerable<long> Start(bool shows) => shows ? [_session.Start.Ts] : [];

    private IEnumerable<long> Qoe(Predicate<QoeValues> shows) =>
        Start(_session.Start.Qoe is { } first && shows(first)).Concat(Where(n => _events[n].Qoe is { } qoe && shows(qoe)));

    private bool HasNo(params PlayerEventType[] types) => !_events.Any(one => types.Contains(one.Type));

    private bool IsBeyondLength(double playhead) => _session.Start.LengthSeconds > 0 && playhead > _session.Start.LengthSeconds + 1;

    private long SinceLast(int n) => _events[n].Ts - _events[n - 1].Ts;

    /// <summary>While main content plays. From the last minutes of a day to the first of the next is no jump: a live playhead is the second of the day.</summary>
    private bool Jumps(int n) =>
        n > 0 && _scenes[n - 1] == NaiveScene.Playing && SinceLast(n) == _session.SpanMs(n - 1)
        && !(_events[n - 1].Playhead > 86_000 && _events[n].Playhead < 400)
        && (_session.MovedBy(n) < -1 || _session.MovedBy(n) > (2.5 * SinceLast(n) / 1000) + 2);

    private bool IsSilentBefore(int n) => n > 0 && _scenes[n - 1] is NaiveScene.Playing or NaiveScene.AdPlaying && SinceLast(n) > _longestGapMs;

    private IEnumerable<int> PingsBefore(int n) => _all.Where(earlier => earlier < n && _session.Is(earlier, PlayerEventType.Ping)).TakeLast(1);

    private bool MovesWithoutPlay(int n) =>
        n > 0 && !_session.Is(n, PlayerEventType.Play) && _session.Break(n - 1) is null && !_scenes.Take(n).Contains(NaiveScene.Playing) && Math.Abs(_session.MovedBy(n)) > 1;

    private bool IsBreakRightAfterContentStart(int n) =>
        _session.Is(n, PlayerEventType.AdBreakStart) && Array.IndexOf(_scenes, NaiveScene.Playing) is var first and >= 0 && first < n && _events[n].Ts - _events[first].Ts is > 0 and <= 1_000;

    private bool ClosesNothing(int n) => _events[n].Type switch
    {
        PlayerEventType.AdComplete or PlayerEventType.AdSkip => _session.Ad(n - 1) is null && _session.AdEndedAfterBreak(n) is null,
        PlayerEventType.AdBreakComplete => _session.Break(n - 1) is null,
        PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip => _session.Chapter(n - 1) is null,
        _ => false,
    };

    /// <summary>The ads that were cut, but for those that ended after their break: these were cut until then. The ts is that of the first cut since the last moment without one.</summary>
    private IEnumerable<long> UnclosedAds()
    {
        var cuts = Cuts(_session.Ad, PlayerEventType.AdComplete, PlayerEventType.AdSkip)
            .Select(cut => (At: cut, Until: _all.Where(n => _session.AdEndedAfterBreak(n) == _session.Ad(cut - 1)).Append(int.MaxValue).First()))
            .ToArray();
        var withoutCut = _all.LastOrDefault(n => !Array.Exists(cuts, cut => cut.At <= n && n < cut.Until), -1);
        var left = cuts.Count(static cut => cut.Until == int.MaxValue);
        return cuts.Where(cut => cut.At > withoutCut).Take(left).Select(static cut => cut.At).Select(TsOf);
    }

    /// <summary>The events that closed something without being its closing event; the number of events stands for the close of the session.</summary>
    private IEnumerable<int> Cuts(Func<int, int?> open, params PlayerEventType[] closings) =>
        _all.Where(n => open(n - 1) is { } before && open(n) != before && !closings.Contains(_events[n].Type))
            .Concat(_closed && open(_events.Count - 1) is not null ? [_events.Count] : []);

    private long TsOf(int cut) => _events[Math.Min(cut, _events.Count - 1)].Ts;

    private bool IsOpen(int n, string name) => _session.States(n).GetValueOrDefault(name.ToLowerInvariant());
}
