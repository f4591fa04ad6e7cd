using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Main content after sessionComplete (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class AfterCompleteRules
{
    [Fact]
    public void What_is_played_after_sessionComplete_counts_nothing_and_is_found_event_by_event()
    {
        var viewing = Viewing.Of(
            Play(0), Ping(30, 30), SessionComplete(60, 60), Play(61, 60), Ping(71, 70), Ping(81, 80), Ping(91, 90), Ping(101, 100), Ping(110, 100), SessionComplete(111, 100));

        Assert.Equal(60_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal((6, Ms(61)), (viewing.Finding("after-complete")!.Count, viewing.Finding("after-complete")!.Ts));
    }

    [Theory]
    [InlineData(PlayerEventType.Play)]
    [InlineData(PlayerEventType.PauseStart)]
    [InlineData(PlayerEventType.BufferStart)]
    [InlineData(PlayerEventType.SessionComplete)]
    public void A_playback_event_or_another_sessionComplete_changes_nothing(PlayerEventType type)
    {
        var without = Viewing.Of(Play(0), SessionComplete(5, 5), Ping(8, 5));
        var with = Viewing.Of(Play(0), SessionComplete(5, 5), Of(type, 6, 5), Ping(8, 5));

        Assert.Equal(SessionText.Metrics(without.Metrics), SessionText.Metrics(with.Metrics));
        Assert.Equal(1, with.Finding("after-complete")!.Count);
    }

    [Fact]
    public void Another_sessionComplete_leaves_an_ad_outside_a_break_open()
    {
        var viewing = Viewing.Of(Play(0), SessionComplete(5, 5), AdStart(6, "outside", 5), SessionComplete(7, 5));

        Assert.Equal("outside", viewing.Session.Playback().Ad?.Id);
        Assert.Null(viewing.Finding("unclosed-ad"));
    }

    [Fact]
    public void Another_sessionComplete_closes_a_break_that_is_open_as_the_first_does()
    {
        var viewing = Viewing.Of(Play(0), SessionComplete(5, 5), AdBreakStart(6, 1, 5), AdStart(6, "a", 5), SessionComplete(7, 5));

        Assert.Equal((PlaybackPlace.Content, PlayOutcome.Cut), (viewing.Session.Playback().In, viewing.Metrics.Ads.Single().Outcome));
        Assert.Null(viewing.Finding("after-complete"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chapter_after_sessionComplete_is_not_counted_and_not_opened(bool isInBreak)
    {
        PlayerEvent[] before = [Play(0), SessionComplete(5, 5), .. isInBreak ? [AdBreakStart(6, 1, 5)] : Array.Empty<PlayerEvent>()];
        var viewing = Viewing.Of([.. before, ChapterStart(7, 1, 5), ChapterComplete(8, 5)]);

        Assert.Equal(0, viewing.Metrics.ChapterCount + viewing.Metrics.Chapters.Length + viewing.Metrics.ChapterCompletes);
        Assert.Equal((1, 1), (viewing.Finding("after-complete")!.Count, viewing.Finding("nothing-to-close")!.Count));
    }

    [Fact]
    public void A_ping_that_does_not_move_is_not_found() =>
        Assert.Null(Viewing.Of(Play(0), SessionComplete(60, 60), Ping(70, 60), Ping(80, 61), Ping(90, 60)).Finding("after-complete"));

    [Fact]
    public void Ads_errors_bitrates_and_states_are_not_found() =>
        Assert.Null(Viewing.Of(
            Play(0), SessionComplete(5, 5), AdBreakStart(6, 1, 5), AdStart(6, "a", 5), Play(6.5, 5), PauseStart(7, 5), AdComplete(8, 5), Play(8.1, 5), AdBreakComplete(8.2, 5), Error(9, "e", playhead: 5),
            BitrateChange(9.1, 2_000_000, 5), StateStart(9.2, "mute", 5), StateEnd(9.3, "mute", 5), SessionEnd(10, 5)).Finding("after-complete"));
}
