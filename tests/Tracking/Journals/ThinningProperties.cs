using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Story;

/// <summary>A thinned journal lacks segments and has no wrong ones. The judge is the naive calculation, which knows of no journal.</summary>
public sealed class ThinningProperties
{
    [Fact]
    public void Each_segment_of_a_thinned_journal_is_what_was_on_the_screen() =>
        Viewings.Long.Sample(
            viewing =>
            {
                var session = SessionProperties.InOrder(viewing);
                IsTrue(viewing, session);
                session.HandleDeadline(Zero + 900_000_000);
                IsTrue(viewing, session);
            },
            iter: Cases.UpTo(500));

    [Fact]
    public void Ads_are_merged_last()
    {
        var viewing = Viewing.Of(Play(0));
        for (var n = 0; n < 40; n++)
        {
            var at = 10 + (n * 300);
            viewing.Then(
                AdBreakStart(at, n, at), AdStart(at, $"ad-{n}", at), AdComplete(at + 60, at), AdBreakComplete(at + 60, at), ChapterStart(at + 61, n, at + 1),
                PauseStart(at + 100, at + 40), Play(at + 110, at + 40), BitrateChange(at + 150, 1_000_000 + n, at + 80));
        }

        var journal = viewing.Session.Journal();
        var ads = journal.Segments.Where(segment => segment.Kind == JournalSegmentKind.Ad).ToArray();

        Assert.True(journal.Thinned);
        Assert.Equal(2_400_000, ads.Sum(ad => ad.ToTs - ad.FromTs));
        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"ad-{n}"), ads.Select(ad => ad.Name));
    }

    [Fact]
    public void What_is_merged_away_is_a_gap_and_no_part_of_its_neighbours()
    {
        var viewing = Viewing.Of(Play(0));
        for (var n = 0; n < 200; n++)
        {
            viewing.Then(PauseStart(5 + (n * 8), 5 + (n * 5)), Play(8 + (n * 8), 5 + (n * 5)));
        }

        var journal = viewing.Then(SessionEnd(1_610, 1_005)).Session.Journal();
        var metrics = viewing.Metrics;

        Assert.True(journal.Thinned);
        Assert.InRange(Lasting(JournalSegmentKind.Paused), 1, metrics.TotalPauseDurationMs);
        Assert.InRange(Lasting(JournalSegmentKind.Content), 1, metrics.ContentTimeSpentMs);
        Assert.Equal(0, Lasting(JournalSegmentKind.Starting));

        long Lasting(JournalSegmentKind kind) => journal.Segments.Where(segment => segment.Kind == kind).Sum(segment => segment.ToTs - segment.FromTs);
    }

    private static void IsTrue(GeneratedViewing viewing, Session session)
    {
        var journal = session.Journal();
        var naive = new NaiveSession(viewing.Start, viewing.Events, Viewings.Rules.IdleTimeoutMs);
        var times = new NaiveTimes(naive);
        var openings = Indexes(viewing, PlayerEventType.AdStart).Concat(Indexes(viewing, PlayerEventType.AdBreakStart)).ToDictionary();
        Assert.All(journal.Segments.Zip(journal.Segments.Skip(1)), pair => Assert.True(pair.First.ToTs <= pair.Second.FromTs));
        foreach (var segment in journal.Segments)
        {
            Assert.True(segment.FromTs < segment.ToTs && segment.FromTs >= Math.Min(Zero, viewing.Events[0].Ts) && segment.ToTs <= viewing.Events[^1].Ts);
            if (segment.FromTs < viewing.Events[0].Ts)
            {
                Assert.Equal(JournalSegmentKind.Starting, segment.Kind);
            }

            foreach (var n in times.All.SkipLast(1).Where(n => Overlap(viewing, n, segment)))
            {
                Assert.True(naive.SpanMs(n) > 0, $"{segment} is a silence");
                Assert.Equal(KindAfter(n), segment.Kind);
                Assert.Equal(ItemAfter(n), segment.ItemIndex);
            }
        }

        JournalSegmentKind KindAfter(int n) => times.Scenes[n] switch
        {
            NaiveScene.Starting => JournalSegmentKind.Starting,
            NaiveScene.Playing => times.IsStalled(n) ? JournalSegmentKind.Stalled : JournalSegmentKind.Content,
            NaiveScene.Paused or NaiveScene.AdPaused => JournalSegmentKind.Paused,
            NaiveScene.Buffering or NaiveScene.AdBuffering => JournalSegmentKind.Buffering,
            NaiveScene.Completed => JournalSegmentKind.Completed,
            NaiveScene.BetweenAds => JournalSegmentKind.AdBreak,
            _ => JournalSegmentKind.Ad,
        };

        int? ItemAfter(int n) =>
            times.Scenes[n] is NaiveScene.BetweenAds or NaiveScene.AdPlaying or NaiveScene.AdPaused or NaiveScene.AdBuffering
            && openings[(times.Scenes[n] == NaiveScene.BetweenAds ? naive.Break(n) : naive.Ad(n))!.Value] is < 200 and var item ? item : null;
    }

    /// <summary>Whether time between event n and the next is in a segment.</summary>
    private static bool Overlap(GeneratedViewing viewing, int n, JournalSegment segment) =>
        Math.Max(viewing.Events[n].Ts, segment.FromTs) < Math.Min(viewing.Events[n + 1].Ts, segment.ToTs);

    /// <summary>The index in its list of what each event of a type opened, by the index of the event.</summary>
    private static IEnumerable<(int At, int Item)> Indexes(GeneratedViewing viewing, PlayerEventType type) =>
        Enumerable.Range(0, viewing.Events.Length).Where(at => viewing.Events[at].Type == type).Select((at, item) => (at, item));
}
