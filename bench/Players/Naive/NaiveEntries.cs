namespace SessionGrains.Players;

/// <summary>The lists of a session (docs/protocol.md#6-reading-a-session): each entry is what its opening event said, and what a look at the whole list of events shows of it.</summary>
internal sealed class NaiveEntries(NaiveSession session, NaiveTimes times, bool closed)
{
    private readonly IReadOnlyList<PlayerEvent> _events = session.Events;
    private readonly int?[] _ads = [.. times.All.Select(session.Ad)];
    private readonly int?[] _chapters = [.. times.All.Select(session.Chapter)];

    public AdSummary[] Ads() => [.. Where(PlayerEventType.AdStart).Select(Ad)];

    public AdBreakSummary[] AdBreaks() => [.. Where(PlayerEventType.AdBreakStart).Select(AdBreak)];

    public ChapterSummary[] Chapters() => [.. Where(PlayerEventType.ChapterStart).Where(n => !session.IsAfterComplete(n)).Select(Chapter)];

    public ErrorCount[] Errors() =>
    [
        .. _events.Where(static one => one.Type == PlayerEventType.Error)
            .GroupBy(static one => (Id: one.Qoe?.ErrorId ?? "", Source: one.Qoe?.ErrorSource ?? ""))
            .Select(static same => new ErrorCount(same.Key.Id, same.Key.Source, same.Count(), same.First().Ts, same.Last().Ts)),
    ];

    public PlayerStateSummary[] PlayerStates()
    {
        var states = times.All.Select(session.States).ToArray();
        bool Open(int n, string key) => n >= 0 && states[n].GetValueOrDefault(key);
        return
        [
            .. session.States(_events.Count - 1).Keys.Select(key => new PlayerStateSummary(
                _events.SelectMany(static one => one.StatesStart ?? []).First(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)),
                times.All.Count(n => Open(n, key) && !Open(n - 1, key)),
                times.Total(n => Open(n, key)))),
        ];
    }

    private IEnumerable<int> Where(PlayerEventType type) => times.All.Where(n => session.Is(n, type));

    private AdSummary Ad(int opened)
    {
        var said = _events[opened].Ad!;
        var end = times.All.Where(n => session.AdEndedAfterBreak(n) == opened).Select(static n => (int?)n).FirstOrDefault() ?? End(opened, _ads);
        var adBreak = session.Break(opened);
        return new()
        {
            InBreak = adBreak is not null,
            BreakItem = adBreak is null ? null : Where(PlayerEventType.AdBreakStart).Count(n => n < adBreak),
            BreakIndex = adBreak is { } at ? _events[at].AdBreak!.Index : null,
            Position = said.Position,
            Id = said.Id,
            Name = said.Name,
            Length = said.Length,
            PlayerName = said.PlayerName,
            Advertiser = said.Advertiser,
            CampaignId = said.CampaignId,
            CreativeId = said.CreativeId,
            CreativeUrl = said.CreativeUrl,
            PlacementId = said.PlacementId,
            SiteId = said.SiteId,
            BreakName = said.BreakName,
            CustomMetadata = said.CustomMetadata,
            StartTs = _events[opened].Ts,
            EndTs = EndTs(end),
            Playhead = _events[opened].Playhead,
            TimePlayedMs = times.Total(n => _ads[n] == opened && times.Scenes[n] == NaiveScene.AdPlaying),
            Outcome = Outcome(end, PlayerEventType.AdComplete, PlayerEventType.AdSkip),
        };
    }

    private AdBreakSummary AdBreak(int opened)
    {
        var said = _events[opened].AdBreak!;
        return new()
        {
            Index = said.Index,
            Name = said.Name ?? Where(PlayerEventType.AdStart).Where(n => session.Break(n) == opened).Select(n => _events[n].Ad!.BreakName).FirstOrDefault(static name => name is not null),
            Offset = said.Offset,
            StartTs = _events[opened].Ts,
            EndTs = EndTs(End(opened, [.. times.All.Select(session.Break)])),
        };
    }

    private ChapterSummary Chapter(int opened)
    {
        var said = _events[opened].Chapter!;
        var end = End(opened, _chapters);
        return new()
        {
            Index = said.Index,
            Name = said.Name,
            Offset = said.Offset,
            Length = said.Length,
            CustomMetadata = said.CustomMetadata,
            StartTs = _events[opened].Ts,
            EndTs = EndTs(end),
            TimePlayedMs = times.Total(n => _chapters[n] == opened && times.PlaysContent(n)),
            Outcome = Outcome(end, PlayerEventType.ChapterComplete, PlayerEventType.ChapterSkip),
        };
    }

    /// <summary>Index of the first event after which what <paramref name="opened"/> opened is open no more; null: none.</summary>
    private int? End(int opened, int?[] open) => times.All.Where(n => n > opened && open[n] != opened).Select(static n => (int?)n).FirstOrDefault();

    private long? EndTs(int? end) => end is { } at ? _events[at].Ts : closed ? _events[^1].Ts : null;

    private PlayOutcome Outcome(int? end, PlayerEventType completes, PlayerEventType skips) =>
        end is not { } at ? closed ? PlayOutcome.Cut : PlayOutcome.Open
        : session.Is(at, completes) ? PlayOutcome.Completed
        : session.Is(at, skips) ? PlayOutcome.Skipped
        : PlayOutcome.Cut;
}
