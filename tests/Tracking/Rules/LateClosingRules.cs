using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Late events that end something, and late player states (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class LateClosingRules
{
    [Theory]
    [InlineData(2, PlaybackPlace.AdBreak)]
    [InlineData(3, PlaybackPlace.Content)]
    [InlineData(4, PlaybackPlace.Content)]
    public void A_late_adBreakComplete_closes_the_break_that_had_begun_by_then(double at, PlaybackPlace place) =>
        Assert.Equal(place, Viewing.Of(Play(0), AdBreakStart(3, 1, 3), Ping(5, 3)).Accept(AdBreakComplete(at), 11).Session.Playback().In);

    [Fact]
    public void A_late_adBreakComplete_with_no_break_open_leaves_an_ad_outside_a_break_alone() =>
        Assert.Equal(PlayOutcome.Open, Viewing.Of(Play(0), AdStart(3, "a", 3), Ping(5, 5)).Accept(AdBreakComplete(4, 4), 11).Metrics.Ads.Single().Outcome);

    [Theory]
    [InlineData(2, PlayOutcome.Open)]
    [InlineData(3, PlayOutcome.Skipped)]
    [InlineData(4, PlayOutcome.Skipped)]
    public void A_late_adSkip_counts_and_ends_the_ad_that_had_begun_by_then(double at, PlayOutcome outcome)
    {
        var metrics = Viewing.Of(AdBreakStart(1), AdStart(3), Ping(5)).Accept(AdSkip(at), 11).Metrics;

        Assert.Equal((outcome, 0, 1), (metrics.Ads.Single().Outcome, metrics.AdCompletes, metrics.AdSkips));
    }

    [Theory]
    [InlineData(PlayerEventType.ChapterComplete, 2, PlayOutcome.Open, 1)]
    [InlineData(PlayerEventType.ChapterComplete, 3, PlayOutcome.Completed, 1)]
    [InlineData(PlayerEventType.ChapterSkip, 4, PlayOutcome.Skipped, 0)]
    public void A_late_end_of_a_chapter_counts_and_ends_the_one_that_had_begun_by_then(PlayerEventType type, double at, PlayOutcome outcome, int completes)
    {
        var metrics = Viewing.Of(Play(0), ChapterStart(3, 1, 3), Ping(5, 5)).Accept(Of(type, at, at), 11).Metrics;

        Assert.Equal((outcome, completes), (metrics.Chapters.Single().Outcome, metrics.ChapterCompletes));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void A_late_stateEnd_ends_the_state_that_had_begun_by_then(double at, bool isOpen) =>
        Assert.Equal(isOpen, Viewing.Of(StateStart(3, "mute"), Ping(5)).Accept(StateEnd(at, "mute"), 11).Session.Playback().PlayerStates.Length == 1);

    [Fact]
    public void A_late_stateEnd_of_a_state_that_never_was_is_late_and_no_more()
    {
        var viewing = Viewing.Of(Play(0), Ping(5, 5)).Accept(StateEnd(2, "mute"), 11);

        Assert.Empty(viewing.Metrics.PlayerStates);
        Assert.Equal(["late"], viewing.Session.Findings().Select(static finding => finding.Code));
    }

    [Fact]
    public void Late_states_are_kept_up_to_ten_and_those_beyond_are_over_limit()
    {
        var viewing = Viewing.Of(Play(0), Ping(5, 5));
        for (var n = 0; n < 10; n++)
        {
            viewing.Accept(StateStart(2, $"state {n}"), 11);
        }

        Assert.Equal(10, viewing.Metrics.PlayerStates.Length);
        Assert.Null(viewing.Accept(StateStart(2, "state 9"), 11).Finding("over-limit"));
        Assert.Equal((2, 0L), (viewing.Metrics.PlayerStates[9].Count, viewing.Metrics.PlayerStates[9].TimeSpentMs));

        viewing.Accept(StatesUpdate(2, ["one more", "yet another"]), 11);

        Assert.Equal(10, viewing.Metrics.PlayerStates.Length);
        Assert.Contains("playerStates", viewing.Finding("over-limit")!.Detail, StringComparison.Ordinal);
    }
}
