namespace SessionGrains.Tracking.Tests;

public sealed class SessionProperties
{
    /// <summary>What the naive calculation leaves out: what depends on arrivals, and two that have rule tests alone.</summary>
    private static readonly string[] NotNaive = ["duplicate", "clock-drift", "equal-ts", "playhead-frozen", "over-limit"];

    [Fact]
    public void Any_arrival_order_within_ten_places_and_five_seconds_with_any_repeats_gives_the_same_report() =>
        Arrivals.Overtaken.Sample(
            arrivals =>
            {
                var inOrder = InOrder(arrivals.Viewing);
                var asTheyCame = Session.Start(arrivals.Viewing.Start, PlayerEvents.Zero, Viewings.Rules);
                foreach (var (playerEvent, atMs) in arrivals.Order)
                {
                    Assert.Equal(TrackVerdict.Accepted, asTheyCame.Track(playerEvent, atMs));
                }

                Assert.Equal(SessionText.Report(inOrder), SessionText.Report(asTheyCame));
                Assert.Equal(0, asTheyCame.Counts.Late);
                Assert.Equal(arrivals.Order.Length + 1, asTheyCame.Counts.Received);
                Assert.Equal(arrivals.Order.Length - arrivals.Viewing.Events.Length, asTheyCame.Counts.Duplicates);

                Assert.Equal(Closed(inOrder), Closed(asTheyCame));
            },
            iter: Cases.UpTo(10_000));

    [Fact]
    public void Metrics_and_findings_of_events_in_order_agree_with_the_naive_calculation_now_and_then_and_at_the_end() =>
        Viewings.Any.Sample(
            viewing =>
            {
                var session = Session.Start(viewing.Start, PlayerEvents.Zero, Viewings.Rules);
                for (var n = 0; n < viewing.Events.Length; n++)
                {
                    session.Track(viewing.Events[n], viewing.Arrivals[n]);
                    if (n % 13 == 5 || n == viewing.Events.Length - 1)
                    {
                        Agree(viewing, [.. viewing.Events.Take(n + 1)], session, downloaded: false);
                    }
                }
            },
            iter: Cases.UpTo(10_000));

    [Fact]
    public void Metrics_and_findings_of_events_in_any_arrival_order_agree_with_the_naive_calculation_when_open_and_when_closed() =>
        Arrivals.Overtaken.Sample(
            arrivals =>
            {
                var session = Session.Start(arrivals.Viewing.Start, PlayerEvents.Zero, Viewings.Rules);
                foreach (var (playerEvent, atMs) in arrivals.Order)
                {
                    session.Track(playerEvent, atMs);
                }

                Agree(arrivals.Viewing, arrivals.Viewing.Events, session, downloaded: false);
                session.HandleDeadline(PlayerEvents.Zero + 200_000_000);
                Agree(arrivals.Viewing, arrivals.Viewing.Events, session, downloaded: false);
            },
            iter: Cases.UpTo(10_000));

    [Fact]
    public void Metrics_and_findings_of_a_downloaded_batch_in_any_order_agree_with_the_naive_calculation() =>
        Arrivals.AsBatch.Sample(
            one => Agree(one.Viewing, one.Viewing.Events, Session.Downloaded(one.Viewing.Start, one.Batch, PlayerEvents.Zero + 9_000_000, Viewings.Rules), downloaded: true),
            iter: Cases.UpTo(10_000));

    [Fact]
    public void What_the_viewer_sees_agrees_with_the_naive_calculation() =>
        Viewings.Any.Sample(
            viewing =>
            {
                var session = InOrder(viewing);
                var naive = new NaiveSession(viewing.Start, viewing.Events, Viewings.Rules.IdleTimeoutMs);
                var playback = session.Playback();
                var last = viewing.Events.Length - 1;
                Assert.Equal(
                    last < 0 ? (PlaybackState.Starting, PlaybackPlace.Content) : Seen(naive.See(last)),
                    (playback.In == PlaybackPlace.AdBreak ? Seen(NaiveScene.BetweenAds).State : playback.State, playback.In));
                Assert.Equal(last < 0 ? viewing.Start.Playhead : viewing.Events[last].Playhead, playback.Playhead);
                var metrics = new NaiveMetrics(naive).Metrics(closed: session.ClosedBy is not null);
                Assert.Equal(SessionText.Json(metrics.Ads.SingleOrDefault(static ad => ad.Outcome == PlayOutcome.Open)), SessionText.Json(playback.Ad));
                Assert.Equal(SessionText.Json(metrics.AdBreaks.SingleOrDefault(static adBreak => adBreak.EndTs is null)), SessionText.Json(playback.AdBreak));
                Assert.Equal(SessionText.Json(metrics.Chapters.SingleOrDefault(static chapter => chapter.Outcome == PlayOutcome.Open)), SessionText.Json(playback.Chapter));
                Assert.Equal(naive.States(last).Where(state => state.Value).Select(state => state.Key).Order(), playback.PlayerStates.Select(name => name.ToLowerInvariant()).Order());
            },
            iter: Cases.UpTo(10_000));

    [Fact]
    public void No_figure_is_negative_and_times_never_add_up_to_more_than_the_viewing_took() =>
        Arrivals.Overtaken.Sample(
            arrivals =>
            {
                var session = Session.Start(arrivals.Viewing.Start, PlayerEvents.Zero, Viewings.Rules);
                foreach (var (playerEvent, atMs) in arrivals.Order)
                {
                    session.Track(playerEvent, atMs);
                    Sound(session, arrivals.Viewing);
                }

                session.HandleDeadline(PlayerEvents.Zero + 200_000_000);
                Sound(session, arrivals.Viewing);
            },
            iter: Cases.UpTo(10_000));

    internal static Session InOrder(GeneratedViewing viewing)
    {
        var session = Session.Start(viewing.Start, PlayerEvents.Zero, Viewings.Rules);
        foreach (var (playerEvent, atMs) in viewing.Events.Zip(viewing.Arrivals))
        {
            Assert.Equal(TrackVerdict.Accepted, session.Track(playerEvent, atMs));
        }

        return session;
    }

    private static string Closed(Session session)
    {
        session.HandleDeadline(PlayerEvents.Zero + 200_000_000);
        session.HandleDeadline(PlayerEvents.Zero + 200_000_000);
        Assert.NotNull(session.ClosedBy);
        Assert.True(session.Metrics().SinceLastCallMs >= 0, "secondsSinceLastCall is there once closed and never negative");
        return string.Join('\n', SessionText.Metrics(session.Metrics() with { SinceLastCallMs = 0 }), session.ClosedBy, session.EndTs);
    }

    private static void Agree(GeneratedViewing viewing, PlayerEvent[] sorted, Session session, bool downloaded)
    {
        var naive = new NaiveSession(viewing.Start, sorted, Viewings.Rules.IdleTimeoutMs);
        var closed = session.ClosedBy is not null;
        Assert.Equal(SessionText.Metrics(new NaiveMetrics(naive).Metrics(closed)), SessionText.Metrics(session.Metrics() with { SinceLastCallMs = null }));
        Assert.Equal(
            new NaiveFindings(naive, closed, downloaded).Find().Select(static one => $"{one.Key} x{one.Value.Count} from {one.Value.Ts - PlayerEvents.Zero}").Order(),
            session.Findings().Where(static one => !NotNaive.Contains(one.Code)).Select(static one => $"{one.Code} x{one.Count} from {one.Ts - PlayerEvents.Zero}").Order());
    }

    private static (PlaybackState State, PlaybackPlace In) Seen(NaiveScene scene) =>
        scene switch
        {
            NaiveScene.Starting => (PlaybackState.Starting, PlaybackPlace.Content),
            NaiveScene.Playing => (PlaybackState.Playing, PlaybackPlace.Content),
            NaiveScene.Paused => (PlaybackState.Paused, PlaybackPlace.Content),
            NaiveScene.Buffering => (PlaybackState.Buffering, PlaybackPlace.Content),
            NaiveScene.Completed => (PlaybackState.Completed, PlaybackPlace.Content),
            NaiveScene.AdPlaying => (PlaybackState.Playing, PlaybackPlace.Ad),
            NaiveScene.AdPaused => (PlaybackState.Paused, PlaybackPlace.Ad),
            NaiveScene.AdBuffering => (PlaybackState.Buffering, PlaybackPlace.Ad),
            _ => (PlaybackState.Starting, PlaybackPlace.AdBreak),
        };

    private static void Sound(Session session, GeneratedViewing viewing)
    {
        var metrics = session.Metrics();
        long[] times = [metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs, metrics.TotalPauseDurationMs, metrics.TotalBufferDurationMs, metrics.TotalStallDurationMs];
        long[] parts = [.. times, .. metrics.Ads.Select(ad => ad.TimePlayedMs), .. metrics.Chapters.Select(one => one.TimePlayedMs), .. metrics.PlayerStates.Select(one => one.TimeSpentMs)];
        int[] counts = [metrics.PauseCount, metrics.BufferEvents, metrics.StallEvents, metrics.AdCount, metrics.AdCompletes, metrics.AdSkips, metrics.ChapterCount, metrics.ChapterCompletes, metrics.ErrorEvents];
        var took = viewing.Events.Length == 0 ? 0 : viewing.Events[^1].Ts - viewing.Events[0].Ts;

        Assert.All(parts, part => Assert.InRange(part, 0, took));
        Assert.All(counts, count => Assert.InRange(count, 0, viewing.Events.Length));
        Assert.InRange(times.Sum(), 0, took);
        Assert.Equal(metrics.ContentTimeSpentMs + metrics.AdTimeSpentMs, metrics.MediaTimeSpentMs);
        Assert.InRange(metrics.UniqueTimePlayedMs, 0, (5 * metrics.ContentTimeSpentMs / 2) + (2_000 * viewing.Events.Length));
        Assert.Equal(metrics.AdTimeSpentMs, metrics.Ads.Sum(ad => ad.TimePlayedMs));
        Assert.InRange(metrics.Chapters.Sum(chapter => chapter.TimePlayedMs), 0, metrics.ContentTimeSpentMs);
        Assert.Equal((metrics.AdCount, metrics.AdCompletes, metrics.AdSkips), (metrics.Ads.Length, Ended(PlayOutcome.Completed), Ended(PlayOutcome.Skipped)));
        Assert.All(metrics.Ads, ad => Assert.True(ad.Outcome == PlayOutcome.Open == ad.EndTs is null && ad.Completed == (ad.Outcome == PlayOutcome.Completed)));
        Assert.Equal(metrics.Errors.Sum(error => error.Count), metrics.ErrorEvents);
        Assert.True(metrics.TotalStallDurationMs == 0 || metrics.StallEvents > 0, "no stall time without a stall; a stall of silences over the idle timeout has none");
        Assert.True(metrics.ContentStart || metrics.ContentTimeSpentMs == 0, "no content time without content start");
        Assert.True((session.Playback().State == PlaybackState.Playing && session.Playback().In == PlaybackPlace.Content) == false || metrics.ContentStart);
        Assert.All(session.Findings(), finding => Assert.True(finding.Count > 0 && finding.Detail.Length > 0));
        Assert.Equal(session.Findings().Length, session.Findings().DistinctBy(finding => finding.Code).Count());
        Assert.True(session.ClosesAtMs is not null == session.ClosedBy is null, "closesAt is there while open and only then");

        int Ended(PlayOutcome outcome) => metrics.Ads.Count(ad => ad.Outcome == outcome);
    }
}
