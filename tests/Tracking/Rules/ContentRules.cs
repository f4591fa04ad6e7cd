using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>The state of main content (docs/protocol.md#4-from-events-to-a-session) and its metrics (docs/protocol.md#6-reading-a-session).</summary>
public sealed class ContentRules
{
    [Fact]
    public void A_session_is_starting_until_something_plays()
    {
        var viewing = Viewing.Of(Ping(1), Error(2, "e"), BitrateChange(3, 1_000_000));

        Assert.Equal((PlaybackState.Starting, PlaybackPlace.Content), (viewing.Session.Playback().State, viewing.Session.Playback().In));
        Assert.False(viewing.Metrics.ContentStart);
    }

    [Theory]
    [InlineData(PlayerEventType.Play, PlaybackState.Playing)]
    [InlineData(PlayerEventType.PauseStart, PlaybackState.Paused)]
    [InlineData(PlayerEventType.BufferStart, PlaybackState.Buffering)]
    public void Playback_events_change_the_state(PlayerEventType type, PlaybackState state) =>
        Assert.Equal(state, Viewing.Of(Of(type, 1), Ping(2), Error(3, "e"), BitrateChange(4, 1)).Session.Playback().State);

    [Fact]
    public void Each_playback_state_ends_the_one_before()
    {
        var metrics = Viewing.Of(PauseStart(0), BufferStart(1), PauseStart(3), Play(6), Ping(10, 4)).Metrics;

        Assert.Equal((4_000L, 2_000L, 4_000L), (metrics.TotalPauseDurationMs, metrics.TotalBufferDurationMs, metrics.ContentTimeSpentMs));
        Assert.Equal((2, 1), (metrics.PauseCount, metrics.BufferEvents));
    }

    [Fact]
    public void The_same_state_again_is_no_new_period()
    {
        var metrics = Viewing.Of(PauseStart(0), PauseStart(1), Ping(2), PauseStart(3), BufferStart(4), BufferStart(5)).Metrics;

        Assert.Equal((1, 1, 4_000L), (metrics.PauseCount, metrics.BufferEvents, metrics.TotalPauseDurationMs));
    }

    [Fact]
    public void Content_starts_with_the_first_playing_state_on_main_content() =>
        Assert.True(Viewing.Of(Play(1)).Metrics.ContentStart);

    [Fact]
    public void After_sessionComplete_main_content_moves_no_more()
    {
        var viewing = Viewing.Of(Play(0), SessionComplete(10, 20), Play(11, 90), PauseStart(12, 90), BufferStart(13, 90), Ping(15, 90));

        Assert.Equal(PlaybackState.Completed, viewing.Session.Playback().State);
        Assert.Equal((10_000L, 0, 0), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.PauseCount, viewing.Metrics.BufferEvents));
        Assert.Equal([10], viewing.Metrics.ProgressMarkers);
        Assert.True(viewing.Metrics.ContentComplete);
    }

    [Fact]
    public void After_sessionComplete_ads_in_breaks_errors_bitrate_and_states_still_count()
    {
        var metrics = Viewing.Of(
            Play(0), SessionComplete(10, 20), AdBreakStart(11), AdStart(11), PauseStart(13), Play(14), AdComplete(15), AdBreakComplete(15), Error(16, "e"), BitrateChange(17, 2_000_000), StateStart(18, "mute"), StateEnd(20, "mute")).Metrics;

        Assert.Equal((10_000L, 3_000L), (metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs));
        Assert.Equal((1, 1, 1), (metrics.AdCompletes, metrics.ErrorEvents, metrics.BitrateChanges));
        Assert.Equal(2_000, metrics.PlayerStates.Single().TimeSpentMs);
    }

    [Fact]
    public void After_an_ad_break_behind_sessionComplete_content_is_completed_still() =>
        Assert.Equal(PlaybackState.Completed, Viewing.Of(Play(0), SessionComplete(10), AdBreakStart(11), AdStart(11), AdComplete(15), AdBreakComplete(15)).Session.Playback().State);

    [Fact]
    public void SessionComplete_leaves_the_session_open() =>
        Assert.Null(Viewing.Of(Play(0), SessionComplete(10)).Session.ClosedBy);

    [Fact]
    public void A_timeout_is_no_content_complete()
    {
        var viewing = Viewing.Of(Play(0), Ping(10, 10));

        viewing.Deadline(610);

        Assert.False(viewing.Metrics.ContentComplete);
    }

    [Fact]
    public void Progress_markers_are_reached_at_or_past_their_share_of_the_length()
    {
        Assert.Empty(Viewing.Of(Play(0), Ping(10, 9.999)).Metrics.ProgressMarkers);
        Assert.Equal([10], Viewing.Of(Play(0), Ping(10, 10)).Metrics.ProgressMarkers);
        Assert.Equal([10, 25, 50, 75, 95], Viewing.Of(Play(0), Ping(10, 95)).Metrics.ProgressMarkers);
    }

    [Fact]
    public void A_jump_reaches_all_markers_it_passes_and_going_back_undoes_none() =>
        Assert.Equal([10, 25, 50], Viewing.Of(Play(0, 5), Ping(1, 60), Ping(2, 6)).Metrics.ProgressMarkers);

    [Fact]
    public void There_are_no_markers_before_content_start() =>
        Assert.Empty(Viewing.Of(Ping(0, 60), PauseStart(1, 70), AdBreakStart(2, 1, 70), AdStart(2, "a", 80), Play(3, 90)).Metrics.ProgressMarkers);

    [Fact]
    public void Playheads_inside_a_break_reach_no_markers() =>
        Assert.Empty(Viewing.Of(Play(0), AdBreakStart(1), AdStart(2, "a", 50), Ping(3, 60), AdComplete(4, 70)).Metrics.ProgressMarkers);

    [Fact]
    public void A_sessionComplete_that_closes_a_break_reaches_markers_as_it_would_behind_adBreakComplete()
    {
        Assert.Equal([10], Viewing.Of(Play(0), AdBreakStart(1), AdBreakComplete(9, 10), SessionComplete(9, 10)).Metrics.ProgressMarkers);
        Assert.Equal([10], Viewing.Of(Play(0), AdBreakStart(1), SessionComplete(9, 10)).Metrics.ProgressMarkers);
    }

    [Fact]
    public void The_play_that_starts_content_reaches_markers_itself() =>
        Assert.Equal([10, 25], Viewing.Of(Play(0, 30)).Metrics.ProgressMarkers);

    [Fact]
    public void Without_a_length_there_are_no_markers_and_no_average_minute_audience()
    {
        var metrics = Viewing.Start(SessionStart(length: 0)).Then(Play(0), Ping(60, 60)).Metrics;

        Assert.Empty(metrics.ProgressMarkers);
        Assert.Null(metrics.AverageMinuteAudience);
        Assert.Equal(60_000, metrics.UniqueTimePlayedMs);
    }

    [Fact]
    public void Average_minute_audience_is_content_time_by_length() =>
        Assert.Equal(0.25, Viewing.Of(Play(0), Ping(25, 1)).Metrics.AverageMinuteAudience);

    [Fact]
    public void Unique_time_is_the_union_of_what_was_watched()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(10, 10), PauseStart(10, 10), Play(20, 5), Ping(30, 15), PauseStart(30, 15), Play(40, 50), Ping(45, 55)).Metrics;

        Assert.Equal((25_000L, 20_000L), (metrics.ContentTimeSpentMs, metrics.UniqueTimePlayedMs));
    }

    [Fact]
    public void Unique_time_is_cut_at_the_length() =>
        Assert.Equal(5_000, Viewing.Of(Play(0, 95), Ping(20, 99.5), PauseStart(20, 100)).Metrics.UniqueTimePlayedMs);

    [Fact]
    public void Estimated_streams_are_one_and_one_more_each_half_hour_of_media_time()
    {
        PlayerEvent[] Minutes(int minutes) => [Play(0), .. Enumerable.Range(1, minutes).Select(minute => Ping(minute * 60, minute * 60))];

        Assert.Equal(1, Viewing.Of(Minutes(29)).Metrics.EstimatedStreams);
        Assert.Equal(2, Viewing.Of(Minutes(30)).Metrics.EstimatedStreams);
        Assert.Equal(3, Viewing.Of(Minutes(60)).Metrics.EstimatedStreams);
    }

    [Fact]
    public void The_content_segment_spans_whole_minutes_from_the_least_to_the_greatest_playhead()
    {
        Assert.Null(Viewing.Of(Ping(0, 30)).Metrics.ContentSegment);
        Assert.Equal("[0-1]", Viewing.Of(Play(0, 0), Ping(10, 10)).Metrics.ContentSegment);
        Assert.Equal("[1-3]", Viewing.Of(Ping(0, 7), Play(1, 60), Ping(10, 120.5)).Metrics.ContentSegment);
    }

    [Fact]
    public void Drop_before_start_is_told_once_closed()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(1));
        Assert.False(viewing.Metrics.DropBeforeStart);

        viewing.Then(SessionEnd(2));

        Assert.True(viewing.Metrics.DropBeforeStart);
        Assert.False(Viewing.Of(Play(1), SessionEnd(2)).Metrics.DropBeforeStart);
    }

    [Fact]
    public void Media_starts_are_one_also_with_resume()
    {
        var metrics = Viewing.Start(SessionStart(resume: true)).Metrics;

        Assert.Equal((1, true), (metrics.MediaStarts, metrics.ContentResume));
        Assert.False(Viewing.Of().Metrics.ContentResume);
    }
}
