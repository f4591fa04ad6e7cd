using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Late events that change what is on the screen (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class LatePlaybackRules
{
    [Theory]
    [InlineData(PlayerEventType.Play, PlaybackState.Playing)]
    [InlineData(PlayerEventType.PauseStart, PlaybackState.Paused)]
    [InlineData(PlayerEventType.BufferStart, PlaybackState.Buffering)]
    public void A_late_playback_event_is_counted_and_is_the_state_if_none_is_newer(PlayerEventType type, PlaybackState state)
    {
        var viewing = Viewing.Of(Ping(5)).Accept(Of(type, 1), 11);

        Assert.Equal(state, viewing.Session.Playback().State);
        Assert.Equal((type == PlayerEventType.PauseStart ? 1 : 0, type == PlayerEventType.BufferStart ? 1 : 0), (viewing.Metrics.PauseCount, viewing.Metrics.BufferEvents));
        Assert.Equal(type == PlayerEventType.Play, viewing.Metrics.ContentStart);
    }

    [Fact]
    public void One_of_the_same_ts_is_not_newer() =>
        Assert.Equal(PlaybackState.Paused, Viewing.Of(Play(3), Ping(5, 2)).Accept(PauseStart(3), 11).Session.Playback().State);

    [Fact]
    public void Content_that_has_started_has_started_whatever_comes_late()
    {
        Assert.True(Viewing.Of(Play(1), Ping(5, 4)).Accept(PauseStart(2, 1), 11).Metrics.ContentStart);
        Assert.True(Viewing.Of(Play(1), Ping(5, 4)).Accept(Play(2, 1), 11).Metrics.ContentStart);
    }

    [Fact]
    public void A_late_play_is_a_play_that_is_not_missing()
    {
        Assert.Null(Viewing.Of(Ping(5)).Accept(Play(1), 11).Finding("play-missing"));
        Assert.Null(Viewing.Of(Ping(5)).Accept(Play(1), 11).Accept(Play(12), 12).Finding("play-missing"));
    }

    [Theory]
    [InlineData(PlayerEventType.Ping)]
    [InlineData(PlayerEventType.AdStart)]
    public void A_late_ping_or_ad_without_any_play_shows_that_it_is_missing(PlayerEventType type) =>
        Assert.Equal(Ms(1), Viewing.Of(Error(5, "e")).Accept(Of(type, 1), 11).Finding("play-missing")!.Ts);

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void A_late_pause_inside_the_ad_on_the_screen_is_the_ads(double at)
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(1, 1, 1), AdStart(2, "a", 1), Ping(5, 1)).Accept(PauseStart(at, 1), 11);

        Assert.Equal((PlaybackState.Paused, PlaybackPlace.Ad), (viewing.Session.Playback().State, viewing.Session.Playback().In));
        Assert.Equal(PlaybackState.Playing, viewing.Then(AdBreakComplete(12, 1)).Session.Playback().State);
    }

    [Theory]
    [InlineData(2, PlaybackState.Paused)]
    [InlineData(3, PlaybackState.Playing)]
    [InlineData(3.5, PlaybackState.Playing)]
    public void A_late_pause_before_the_break_is_main_contents_and_one_between_ads_has_no_effect(double at, PlaybackState after)
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(3, 1, 3), AdStart(4, "a", 3), Ping(5, 3)).Accept(PauseStart(at, 2), 11);

        Assert.Equal((PlaybackState.Playing, PlaybackPlace.Ad), (viewing.Session.Playback().State, viewing.Session.Playback().In));
        Assert.Equal(after, viewing.Then(AdBreakComplete(12, 3)).Session.Playback().State);
    }

    [Theory]
    [InlineData(4.5, PlaybackState.Completed)]
    [InlineData(4, PlaybackState.Completed)]
    [InlineData(3, PlaybackState.Playing)]
    public void A_late_sessionComplete_completes_and_is_the_state_if_no_playback_event_is_newer(double at, PlaybackState state)
    {
        var viewing = Viewing.Of(Play(0), Ping(2, 2), Play(4, 4), Ping(5, 5)).Accept(SessionComplete(at, at), 11);

        Assert.True(viewing.Metrics.ContentComplete);
        Assert.Equal((state, 5_000L), (viewing.Session.Playback().State, viewing.Metrics.ContentTimeSpentMs));
    }

    [Fact]
    public void A_late_pause_does_not_take_back_that_content_is_completed() =>
        Assert.Equal(PlaybackState.Completed, Viewing.Of(Play(0), SessionComplete(3, 3), Ping(5, 3)).Accept(PauseStart(4, 3), 11).Session.Playback().State);

    [Fact]
    public void A_late_event_says_of_quality_only_what_no_event_has_said()
    {
        var viewing = Viewing.Of(Play(0, 0, new() { Bitrate = 2_000_000 }), Ping(5, 5)).Accept(Ping(2, 2, new() { Bitrate = 1_000_000, DroppedFrames = 3 }), 11);

        Assert.Equal((2_000_000d, 3d), (viewing.Session.Qoe.Bitrate, viewing.Session.Qoe.DroppedFrames));
        Assert.Equal((0, 0), (viewing.Metrics.BitrateChanges, viewing.Metrics.ErrorEvents));
    }
}
