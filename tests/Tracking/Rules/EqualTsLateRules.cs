using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>
/// Whether a closing event is late whose ts is that of the last event that has left the window: it belongs before other events of that ts, but after the opening
/// that it closes, and one with nothing to close comes last (docs/protocol.md#4-from-events-to-a-session).
/// </summary>
public sealed class EqualTsLateRules
{
    private static readonly Dictionary<string, PlayerEvent[]> Openings = new()
    {
        ["ad"] = [AdStart(3)],
        ["ad in a break"] = [AdBreakStart(2), AdStart(3)],
        ["break"] = [AdBreakStart(3)],
        ["chapter"] = [ChapterStart(3)],
        ["state"] = [StateStart(3, "mute")],
        ["nothing"] = [],
    };

    [Theory]
    [InlineData("ad", PlayerEventType.AdComplete)]
    [InlineData("ad in a break", PlayerEventType.AdBreakComplete)]
    [InlineData("break", PlayerEventType.AdBreakComplete)]
    [InlineData("chapter", PlayerEventType.ChapterSkip)]
    [InlineData("state", PlayerEventType.StateEnd)]
    public void What_closes_something_opened_before_belongs_before_a_ping_of_its_ts(string open, PlayerEventType type) =>
        Assert.Equal(1, LateOf([.. Openings[open], Ping(5)], At(type, 5)));

    [Theory]
    [InlineData("ad", PlayerEventType.AdComplete)]
    [InlineData("ad in a break", PlayerEventType.AdBreakComplete)]
    [InlineData("break", PlayerEventType.AdBreakComplete)]
    [InlineData("chapter", PlayerEventType.ChapterSkip)]
    [InlineData("state", PlayerEventType.StateEnd)]
    public void What_closes_something_opened_at_its_ts_comes_after_the_opening(string open, PlayerEventType type) =>
        Assert.Equal(0, LateOf(Openings[open], At(type, 3)));

    [Theory]
    [InlineData("nothing", PlayerEventType.AdComplete)]
    [InlineData("ad", PlayerEventType.AdBreakComplete)]
    [InlineData("nothing", PlayerEventType.ChapterComplete)]
    [InlineData("nothing", PlayerEventType.StateEnd)]
    public void What_has_nothing_to_close_comes_last_and_is_not_late(string open, PlayerEventType type) =>
        Assert.Equal(0, LateOf([.. Openings[open], Ping(5)], At(type, 5)));

    [Fact]
    public void A_statesUpdate_that_ends_nothing_belongs_where_what_it_starts_does()
    {
        Assert.Equal(1, LateOf([Ping(5)], StatesUpdate(5, starts: ["pip"], ends: ["mute"])));
        Assert.Equal(1, LateOf([Ping(5)], StatesUpdate(5, starts: ["pip"])));
        Assert.Equal(0, LateOf([ChapterStart(5)], StatesUpdate(5, starts: ["pip"])));
        Assert.Equal(0, LateOf([Ping(5)], StatesUpdate(5, ends: ["mute"])));
    }

    private static PlayerEvent At(PlayerEventType type, double at) => Of(type, at, ends: type == PlayerEventType.StateEnd ? ["mute"] : null);

    private static int LateOf(PlayerEvent[] before, PlayerEvent closing) => Viewing.Of(before).Accept(closing, 11).Session.Counts.Late;
}
