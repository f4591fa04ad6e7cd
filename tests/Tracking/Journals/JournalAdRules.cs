using static SessionGrains.Tracking.Tests.PlayerEvents;
using static SessionGrains.Tracking.Tests.Story.JournalRules;

namespace SessionGrains.Tracking.Tests.Story;

/// <summary>Ads and chapters in the journal that came late, or ended after their break (docs/protocol.md#one-sessions-story).</summary>
public sealed class JournalAdRules
{
    [Fact]
    public void A_late_ad_is_told_by_its_own_name_and_leaves_the_one_on_the_screen()
    {
        var journal = Viewing.Of(AdBreakStart(0), AdStart(1, "one"), Ping(5)).Accept(AdStart(3, "late one"), 11).Accept(AdComplete(12), 12).Session.Journal();

        Assert.Equal(
            ["SessionStart 0", "AdBreakStart 0 break 1", "AdStart 1 one", "AdStart 3 late one; late: came 2 s too late to be put in its place", "AdComplete 12 one"], Points(journal));
        Assert.Equal(["AdBreak break 1 0-1", "Ad one 1-12"], Segments(journal));
    }

    [Fact]
    public void The_end_of_an_ad_that_came_after_the_end_of_its_break_is_told_with_the_ads_name()
    {
        var journal = Viewing.Of(AdBreakStart(0), AdStart(0, "one"), AdComplete(5), AdStart(5, "two"), AdBreakComplete(15), AdComplete(15.1), Play(15.2), Ping(20, 5)).Session.Journal();

        Assert.Contains("AdComplete 15.1 two", Points(journal));
        Assert.Contains("AdSkip 15 two; implied: something else closed it", Points(journal));
    }

    [Fact]
    public void The_end_of_an_ad_with_none_open_is_no_point() =>
        Assert.DoesNotContain(Points(Viewing.Of(Play(0), AdComplete(3, 3), AdSkip(4, 4), ChapterComplete(5, 5), AdBreakComplete(6, 6)).Session.Journal()), static point => !point.StartsWith('P') && !point.StartsWith('S'));

    [Fact]
    public void A_late_chapter_closes_none()
    {
        var journal = Viewing.Of(Play(0), ChapterStart(1, 1, 1, "One"), Ping(5, 5)).Accept(ChapterStart(3, 2, 3, "Two"), 11).Session.Journal();

        Assert.Contains("ChapterStart 3 Two; late: came 2 s too late to be put in its place", Points(journal));
        Assert.DoesNotContain(Points(journal), static point => point.Contains("implied", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stall_that_a_full_journal_merges_is_told_as_stalled_or_not_at_all()
    {
        var viewing = Viewing.Start(SessionStart(length: 100_000)).Then(Play(0));
        var (at, playhead) = (0.0, 0.0);
        for (var n = 0; n < 100; n++)
        {
            viewing.Then(Ping(at += 10, playhead += 10), Ping(at += 10, playhead), BitrateChange(at += 2, 1_000_000 + n, playhead), Ping(at += 8, playhead), Ping(at += 10, playhead += 5), PauseStart(at += 5, playhead += 5), Play(at += 5, playhead));
        }

        var journal = viewing.Session.Journal();
        Assert.True(journal.Thinned);
        Assert.Equal(100, viewing.Metrics.StallEvents);
        Assert.All(journal.Segments.Where(static one => one.Kind == JournalSegmentKind.Content), static one => Assert.True(one.PlayheadTo > one.PlayheadFrom, $"{one} stood still"));
        Assert.All(journal.Segments.Where(static one => one.Kind == JournalSegmentKind.Stalled), static one => Assert.Equal(one.PlayheadFrom, one.PlayheadTo));
        Assert.Contains(journal.Segments, static one => one.Kind == JournalSegmentKind.Stalled);
    }
}
