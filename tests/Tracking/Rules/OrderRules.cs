using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>The order of events (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class OrderRules
{
    [Fact]
    public void Events_count_in_order_of_ts_not_of_arrival()
    {
        var viewing = Viewing.Of(Play(1), Ping(5, 4), Play(4, 2), PauseStart(3, 2));

        Assert.Equal(1_000, viewing.Metrics.TotalPauseDurationMs);
        Assert.Equal(3_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(0, viewing.Session.Counts.Late);
    }

    [Fact]
    public void SessionStart_is_first_whatever_its_ts()
    {
        var viewing = Viewing.Start(SessionStart(at: 3)).Then(Play(1), Ping(2, 1), Ping(4, 3));

        Assert.Equal(3_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(0, viewing.Session.Counts.Late);
    }

    [Fact]
    public void An_event_overtaken_by_ten_others_is_put_in_place()
    {
        var viewing = Viewing.Of(Play(1));
        for (var n = 0; n < 10; n++)
        {
            viewing.Accept(Ping(3 + (n * 0.1), 2 + (n * 0.1)), 4);
        }

        viewing.Accept(PauseStart(2, 1), 4);

        Assert.Equal(0, viewing.Session.Counts.Late);
        Assert.Equal(1_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(1_900, viewing.Metrics.TotalPauseDurationMs);
    }

    [Fact]
    public void An_event_overtaken_by_eleven_others_is_late()
    {
        var viewing = Viewing.Of(Play(1));
        for (var n = 0; n < 11; n++)
        {
            viewing.Accept(Ping(3 + (n * 0.1), 2 + (n * 0.1)), 4);
        }

        viewing.Accept(PauseStart(2, 1), 4);

        Assert.Equal(1, viewing.Session.Counts.Late);
        Assert.Equal(0, viewing.Metrics.TotalPauseDurationMs);
    }

    [Fact]
    public void An_event_overtaken_five_seconds_ago_is_put_in_place()
    {
        var viewing = Viewing.Of(Play(1)).Accept(Ping(3, 2), 3).Accept(PauseStart(2, 1), 8);

        Assert.Equal(0, viewing.Session.Counts.Late);
        Assert.Equal(1_000, viewing.Metrics.TotalPauseDurationMs);
    }

    [Fact]
    public void An_event_overtaken_more_than_five_seconds_ago_is_late()
    {
        var viewing = Viewing.Of(Play(1)).Accept(Ping(3, 2), 3).Accept(PauseStart(2, 1), 8.001);

        Assert.Equal(1, viewing.Session.Counts.Late);
        Assert.Equal(0, viewing.Metrics.TotalPauseDurationMs);
    }

    [Fact]
    public void Repeats_take_no_place_in_the_window()
    {
        var play = Play(1);
        var ping = Ping(3, 2);
        var viewing = Viewing.Of(play, ping);
        for (var n = 0; n < 12; n++)
        {
            viewing.Then(ping, play);
        }

        viewing.Then(PauseStart(2, 1));

        Assert.Equal(0, viewing.Session.Counts.Late);
        Assert.Equal(1_000, viewing.Metrics.TotalPauseDurationMs);
    }

    [Fact]
    public void What_is_read_contains_every_event_that_has_arrived()
    {
        var viewing = Viewing.Of(Play(1), Ping(2, 1));

        Assert.Equal(PlaybackState.Playing, viewing.Session.Playback().State);
        Assert.Equal(1, viewing.Session.Playback().Playhead);
        Assert.Equal(1_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(Ms(2), viewing.Session.EndTs);
    }

    [Fact]
    public void The_same_event_again_is_applied_once()
    {
        var error = Error(2, "e1");
        var viewing = Viewing.Of(Play(1), error, error, error);

        Assert.Equal(1, viewing.Metrics.ErrorEvents);
        Assert.Equal(new(5, 2, 0), viewing.Session.Counts);
        Assert.Equal(2, viewing.Finding("duplicate")!.Count);
    }

    [Fact]
    public void The_last_32_accepted_events_are_known_when_they_come_again()
    {
        var error = Error(1, "e1");
        var viewing = Viewing.Of(error);
        for (var n = 0; n < 31; n++)
        {
            viewing.Then(Ping(2 + n));
        }

        viewing.Then(error);

        Assert.Equal(1, viewing.Metrics.ErrorEvents);
        Assert.Equal(1, viewing.Session.Counts.Duplicates);
    }

    [Fact]
    public void A_repeat_older_than_the_last_32_counts_as_late()
    {
        var error = Error(1, "e1");
        var viewing = Viewing.Of(error);
        for (var n = 0; n < 32; n++)
        {
            viewing.Then(Ping(2 + n));
        }

        viewing.Then(error);

        Assert.Equal(new(35, 0, 1), viewing.Session.Counts);
    }

    [Fact]
    public void An_event_in_order_is_not_late_although_its_predecessor_of_the_same_ts_left_the_window()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(2)).Accept(AdComplete(2), 20);

        Assert.Equal(0, viewing.Session.Counts.Late);
        Assert.True(viewing.Metrics.Ads.Single().Completed);
    }
}
