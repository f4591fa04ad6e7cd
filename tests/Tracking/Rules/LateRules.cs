using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Events that belong before one that has left the window (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class LateRules
{
    [Fact]
    public void A_late_event_counts_in_its_counter_and_is_found()
    {
        var viewing = Viewing.Of(Play(1), Ping(5, 4)).Accept(Error(2, "e"), 11).Accept(BitrateChange(3, 1_000_000), 11);

        Assert.Equal((1, 1), (viewing.Metrics.ErrorEvents, viewing.Metrics.BitrateChanges));
        Assert.Equal(2, viewing.Session.Counts.Late);
        Assert.Equal((2, Ms(2)), (viewing.Finding("late")!.Count, viewing.Finding("late")!.Ts));
    }

    [Fact]
    public void A_late_closing_closes_what_it_names_if_that_is_still_open()
    {
        var viewing = Viewing.Of(Play(0), ChapterStart(1), StateStart(1, "mute"), AdBreakStart(1), AdStart(1), Ping(5))
            .Accept(AdComplete(4), 11).Accept(AdBreakComplete(4), 11).Accept(ChapterComplete(4), 11).Accept(StateEnd(4, "mute"), 11);

        var playback = viewing.Session.Playback();
        Assert.Equal((PlaybackPlace.Content, null, null, null), (playback.In, playback.Ad, playback.AdBreak, playback.Chapter));
        Assert.Empty(playback.PlayerStates);
        Assert.True(viewing.Metrics.Ads.Single().Completed);
        Assert.True(viewing.Metrics.Chapters.Single().Completed);
        Assert.Equal(4, viewing.Session.Counts.Late);
    }

    [Fact]
    public void A_late_opening_counts_with_no_time()
    {
        var viewing = Viewing.Of(Play(0), Ping(5, 5)).Accept(ChapterStart(1), 11).Accept(StateStart(1, "mute"), 11).Accept(Ping(20, 20), 20);

        Assert.Equal((1, 0L), (viewing.Metrics.ChapterCount, viewing.Metrics.Chapters.Single().TimePlayedMs));
        Assert.Equal(new("mute", 1, 0), viewing.Metrics.PlayerStates.Single());
        Assert.Equal(20_000, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void A_late_ad_counts_with_no_time()
    {
        var viewing = Viewing.Of(Play(0), Ping(5, 5)).Accept(AdStart(1, "late"), 11).Accept(Ping(20, 20), 20);

        Assert.Equal((1, 0L), (viewing.Metrics.AdCount, viewing.Metrics.Ads.Single().TimePlayedMs));
        Assert.Equal((20_000L, 0L), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.AdTimeSpentMs));
    }

    [Fact]
    public void A_late_playback_event_changes_the_state_if_no_newer_playback_event_was_applied()
    {
        var viewing = Viewing.Of(Ping(5, 5)).Accept(Play(1), 11);

        Assert.Equal(PlaybackState.Playing, viewing.Session.Playback().State);
        Assert.Equal(0, viewing.Metrics.ContentTimeSpentMs);

        viewing.Accept(Ping(15, 15), 15);

        Assert.Equal(10_000, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void A_late_playback_event_leaves_the_state_alone_if_a_newer_one_was_applied()
    {
        var viewing = Viewing.Of(Play(1), PauseStart(3, 2), Ping(5, 2)).Accept(Play(2, 1), 11);

        Assert.Equal(PlaybackState.Paused, viewing.Session.Playback().State);
        Assert.Equal((2_000L, 2_000L), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.TotalPauseDurationMs));
    }

    [Fact]
    public void A_late_pause_counts_in_its_counter_and_moves_no_time()
    {
        var viewing = Viewing.Of(Play(1), Ping(3, 2), Play(4, 3), Ping(5, 4)).Accept(PauseStart(2, 1), 11);

        Assert.Equal((1, 0L, 4_000L), (viewing.Metrics.PauseCount, viewing.Metrics.TotalPauseDurationMs, viewing.Metrics.ContentTimeSpentMs));
        Assert.Equal(PlaybackState.Playing, viewing.Session.Playback().State);
    }

    [Fact]
    public void A_late_adComplete_counts_although_nothing_is_open() =>
        Assert.Equal(1, Viewing.Of(Play(1), Ping(5, 4)).Accept(AdComplete(2), 11).Metrics.AdCompletes);

    [Fact]
    public void A_late_event_does_not_take_the_end_back()
    {
        var viewing = Viewing.Of(Play(1), Ping(5, 4)).Accept(Ping(2, 1), 11);

        Assert.Equal(Ms(5), viewing.Session.EndTs);
        Assert.Equal(4_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(4, viewing.Session.Playback().Playhead);
    }

    [Fact]
    public void A_late_event_does_not_move_the_time_of_those_after_it()
    {
        var viewing = Viewing.Of(Play(1), Ping(5, 4)).Accept(Ping(2, 1), 11).Accept(Ping(12, 11), 12);

        Assert.Equal(11_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(11_000, viewing.Metrics.UniqueTimePlayedMs);
    }

    [Fact]
    public void A_late_sessionEnd_closes_the_session()
    {
        var viewing = Viewing.Of(Play(1), Ping(5, 4)).Accept(SessionEnd(2, 1), 11);

        Assert.Equal(ClosedBy.SessionEnd, viewing.Session.ClosedBy);
        Assert.Equal(4_000, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void A_late_event_counts_as_life()
    {
        var viewing = Viewing.Of(Play(1), Ping(5, 4)).Accept(Ping(2, 1), 300);

        Assert.False(viewing.Deadline(899));
        Assert.True(viewing.Deadline(900));
        Assert.Equal(ClosedBy.Idle, viewing.Session.ClosedBy);
    }
}
