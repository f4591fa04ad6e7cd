using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Which events must be stored first at the durability <c>Transitions</c> (docs/protocol.md#3-answers-that-are-promises).</summary>
public sealed class TransitionRules
{
    private static readonly Dictionary<string, QoeValues> Qualities = new()
    {
        ["bitrate"] = new() { Bitrate = 2_000_000 },
        ["dropped frames"] = new() { DroppedFrames = 1 },
        ["frames per second"] = new() { FramesPerSecond = 25 },
        ["time to start"] = new() { TimeToStart = 900 },
        ["error id"] = new() { ErrorId = "e" },
        ["error source"] = new() { ErrorSource = "player" },
        ["another key"] = new() { Others = [new("codec", "\"av1\"")] },
    };

    public static TheoryData<string> Keys() => [.. Qualities.Keys];

    [Fact]
    public void A_ping_with_which_only_time_passes_may_be_stored_later()
    {
        var viewing = Playing();
        Assert.False(Changes(viewing, Ping(30, 30)));
        Assert.False(Changes(viewing, Ping(40, 40)));
        Assert.Equal(viewing.Session.Revision, viewing.Session.EventRevision);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_ping_that_says_something_of_quality_is_stored_first_and_one_that_repeats_it_is_not(string key)
    {
        var viewing = Playing();

        Assert.True(Changes(viewing, Ping(30, 30, Qualities[key])));
        Assert.False(Changes(viewing, Ping(40, 40, Qualities[key])));
    }

    [Fact]
    public void A_ping_that_shows_a_stall_is_stored_first_and_so_is_the_one_that_ends_it()
    {
        var viewing = Playing();

        Assert.False(Changes(viewing, Ping(30, 20)));
        Assert.True(Changes(viewing, Ping(40, 20)));
        Assert.False(Changes(viewing, Ping(50, 20)));
        Assert.True(Changes(viewing, Ping(60, 21)));
    }

    [Fact]
    public void A_ping_with_the_first_movement_of_the_playhead_is_stored_first() =>
        Assert.True(Changes(Viewing.Start(SessionStart(length: 10_000)).Then(Play(0), Ping(10)), Ping(20, 10)));

    [Fact]
    public void A_ping_that_reaches_a_progress_marker_is_stored_first() =>
        Assert.True(Changes(Viewing.Start(SessionStart(length: 300)).Then(Play(0), Ping(10, 10), Ping(20, 20)), Ping(30, 30)));

    [Fact]
    public void A_ping_with_a_finding_is_stored_first() => Assert.True(Changes(Playing(), Ping(60, 60)));

    [Fact]
    public void A_late_ping_is_stored_first() => Assert.True(Changes(Playing().Accept(Ping(30, 30), 30), Ping(15, 15), arrivesAt: 40));

    [Fact]
    public void Any_other_event_is_stored_first()
    {
        Assert.True(Changes(Playing(), Play(30, 30)));
        Assert.True(Changes(Playing(), Error(30, "e", playhead: 30)));
    }

    [Fact]
    public void A_repeated_event_need_not_be_stored_first()
    {
        var ping = Ping(30, 30);
        var viewing = Playing().Then(ping);
        var (before, revision) = (viewing.Session.EventRevision, viewing.Session.Revision);

        Assert.False(Changes(viewing, ping));
        Assert.Equal((before, revision + 1), (viewing.Session.EventRevision, viewing.Session.Revision));
    }

    private static Viewing Playing() => Viewing.Start(SessionStart(length: 10_000)).Then(Play(0), Ping(10, 10), Ping(20, 20));

    private static bool Changes(Viewing viewing, PlayerEvent playerEvent, double? arrivesAt = null)
    {
        var before = viewing.Session.TransitionRevision;
        viewing.Accept(playerEvent, arrivesAt ?? ((playerEvent.Ts - Zero) / 1000.0));
        return viewing.Session.TransitionRevision != before;
    }
}
