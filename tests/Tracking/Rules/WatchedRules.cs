using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>The stretches of main content that unique time played consists of (docs/protocol.md#6-reading-a-session and #7-limits).</summary>
public sealed class WatchedRules
{
    /// <summary>While the playhead stands, each span covers what follows it for as long as the span took: together that is the longest of them.</summary>
    [Fact]
    public void What_may_yet_turn_out_to_be_a_stall_or_a_frozen_playhead_is_watched_until_it_does()
    {
        Assert.Equal(6_000, Viewing.Of(Play(0), Ping(5, 5), Ping(6, 5)).Metrics.UniqueTimePlayedMs);
        Assert.Equal(5_000, Viewing.Of(Play(0), Ping(5, 5), Ping(6, 5), Ping(7, 5)).Metrics.UniqueTimePlayedMs);
        Assert.Equal(10_000, Viewing.Of(Play(0, 7), Ping(9, 7), Ping(19, 7), Ping(28, 7)).Metrics.UniqueTimePlayedMs);
    }

    [Fact]
    public void A_playhead_that_moved_by_a_thousandth_of_a_second_stood_still_so_the_time_was_watched() =>
        Assert.Equal(15_000, Viewing.Of(Play(0, 5), Error(10, "e"), PauseStart(20, 0.001)).Metrics.UniqueTimePlayedMs);

    [Fact]
    public void What_lies_beyond_the_length_is_no_stretch() =>
        Assert.Equal(
            [new(90_000, 100_000)],
            Viewing.Of(Play(0, 90), PauseStart(10, 100), Play(20, 100), PauseStart(25, 105)).Session.Watched().Ranges);

    [Fact]
    public void Sixty_four_stretches_are_kept_as_they_are_and_the_next_one_merges_two()
    {
        var viewing = Watch(64, nearest: 0);

        Assert.Equal((64 * 2_000L, null), (viewing.Metrics.UniqueTimePlayedMs, viewing.Finding("over-limit")));
        Assert.False(viewing.Session.Watched().Merged);

        viewing = Watch(65, nearest: 0);

        Assert.Contains("watched", viewing.Finding("over-limit")!.Detail, StringComparison.Ordinal);
        Assert.True(viewing.Session.Watched().Merged);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(64)]
    public void The_two_that_are_merged_are_those_with_the_least_between_them(int nearest)
    {
        var viewing = Watch(65, nearest);

        Assert.Equal((65 * 2_000L) + 1_000, viewing.Metrics.UniqueTimePlayedMs);
        Assert.Equal(64, viewing.Session.Watched().Ranges.Length);
        Assert.Equal(5_000, viewing.Session.Watched().Ranges.Max(static range => range.ToMs - range.FromMs));
    }

    /// <summary>Stretches of 2 s, 50 s apart, but the <paramref name="nearest"/> begins 1 s after the end of the one before it.</summary>
    private static Viewing Watch(int stretches, int nearest)
    {
        var viewing = Viewing.Start(SessionStart(length: 1_000_000, playhead: 100));
        var playhead = 100.0;
        for (var n = 1; n <= stretches; n++)
        {
            playhead += n == nearest ? 1 : 50;
            viewing.Then(Play(n * 10, playhead), Ping((n * 10) + 1, playhead + 1), PauseStart((n * 10) + 2, playhead + 2), Ping((n * 10) + 6, playhead + 2));
            playhead += 2;
        }

        return viewing;
    }
}
