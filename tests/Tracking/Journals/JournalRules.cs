using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Story;

public sealed class JournalRules
{
    [Fact]
    public void A_viewing_is_told_in_segments_without_gaps_and_points_for_all_that_changed()
    {
        var journal = Viewing.Of(
            AdBreakStart(0, 1), AdStart(1, "ad-1", name: "Ad 1"), AdComplete(16), AdBreakComplete(16.5), Play(17), ChapterStart(18, 1, 1, "One"), BitrateChange(20, 2_500_000, 3),
            PauseStart(30, 13), Play(40, 13), StateStart(41, "fullScreen", 14), BufferStart(45, 18), Play(47, 18), Error(48, "e1", playhead: 19), StateEnd(49, "fullScreen", 20),
            ChapterComplete(50, 21), SessionComplete(60, 31), SessionEnd(61, 31)).Session.Journal();

        Assert.Equal(
            ["AdBreak break 1 0-1", "Ad Ad 1 1-16", "AdBreak break 1 16-16.5", "Starting 16.5-17", "Content 17-30 @0-13", "Paused 30-40 @13-13", "Content 40-45 @13-18", "Buffering 45-47 @18-18", "Content 47-60 @18-31", "Completed 60-61 @31-31"],
            Segments(journal));
        Assert.Equal(
            ["SessionStart 0", "AdBreakStart 0 break 1", "AdStart 1 Ad 1", "AdComplete 16 Ad 1", "AdBreakComplete 16.5 break 1", "Play 17", "ChapterStart 18 One", "BitrateChange 20 2500000",
                "PauseStart 30", "Play 40", "StateStart 41 fullScreen", "BufferStart 45", "Play 47", "Error 48 e1 (player)", "StateEnd 49 fullScreen", "ChapterComplete 50 One", "SessionComplete 60", "SessionEnd 61"],
            Points(journal));
        Assert.Equal((18, false), (journal.Entries, journal.Thinned));
    }

    [Fact]
    public void What_something_else_closed_is_told_as_implied()
    {
        var journal = Viewing.Of(ChapterStart(1, 1, 0, "One"), AdBreakStart(2, 1), AdStart(3, "ad-1"), AdStart(10, "ad-2"), Play(20), SessionEnd(30)).Session.Journal();

        Assert.Equal(
            ["SessionStart 0", "ChapterStart 1 One", "AdBreakStart 2 break 1", "AdStart 3 ad-1", "AdSkip 10 ad-1; implied: something else closed it", "AdStart 10 ad-2",
                "AdSkip 30 ad-2; implied: something else closed it", "AdBreakComplete 30 break 1; implied: something else closed it", "ChapterSkip 30 One; implied: something else closed it", "SessionEnd 30"],
            Points(journal));
        Assert.Equal(["Starting 0-2", "AdBreak break 1 2-3", "Ad ad-1 3-10", "Ad ad-2 10-30"], Segments(journal));
    }

    [Fact]
    public void What_a_timeout_closes_is_told_as_implied_at_the_last_event()
    {
        var viewing = Viewing.Of(Play(0), ChapterStart(1, 1, 1), Ping(10, 10));
        Assert.True(viewing.Deadline(620));

        Assert.Equal("ChapterSkip 10 chapter 1; implied: something else closed it", Points(viewing.Session.Journal())[^1]);
    }

    [Fact]
    public void A_session_that_only_pings_keeps_one_place_of_the_playhead_beside_its_start()
    {
        var viewing = Viewing.Of(Play(0));
        for (var at = 10; at <= 3_600; at += 10)
        {
            viewing.Then(Ping(at, at));
        }

        var journal = viewing.Session.Journal();
        Assert.Equal(["SessionStart 0", "Play 0", "Ping 3600"], Points(journal));
        Assert.Equal(["Content 0-3600 @0-3600"], Segments(journal));
        Assert.InRange(viewing.Session.Progress.Settled.Journal.Length, 1, 24);
    }

    [Fact]
    public void Where_the_playhead_runs_otherwise_a_minute_has_one_place_at_most()
    {
        var viewing = Viewing.Of(Play(0));
        var playhead = 0.0;
        for (var at = 10; at <= 1_200; at += 10)
        {
            playhead += 10 * (at / 60 % 2 == 0 ? 1 : 1.5);
            viewing.Then(Ping(at, playhead));
        }

        var places = viewing.Session.Journal().Points.Where(point => point.Type == PlayerEventType.Ping).Select(point => point.Ts).ToArray();
        Assert.InRange(places.Length, 10, 20);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 60_000));
    }

    [Fact]
    public void A_seek_and_a_jump_are_told_with_where_the_playhead_was()
    {
        var journal = Viewing.Of(Play(0), PauseStart(10, 10), Play(12, 50), Ping(22, 60), Ping(32, 90)).Session.Journal();

        Assert.Equal(["SessionStart 0", "Play 0", "PauseStart 10", "Play 12 playhead jumped from 10 s", "Ping 32 playhead jumped from 60 s"], Points(journal));
        Assert.Equal(["Content 0-10 @0-10", "Paused 10-12 @10-10", "Content 12-32 @50-60"], Segments(journal));
    }

    [Fact]
    public void A_stall_is_told_from_the_first_event_that_stood_still()
    {
        var journal = Viewing.Of(Play(0), Ping(10, 10), Ping(20, 10), Ping(30, 10), Ping(40, 10), Ping(50, 12), Ping(60, 22)).Session.Journal();

        Assert.Equal(["Content 0-10 @0-10", "Stalled 10-50 @10-10", "Content 50-60 @12-22"], Segments(journal));
        Assert.Contains("Ping 30 stalled for 20 s", Points(journal));
    }

    [Fact]
    public void A_playhead_that_never_moves_is_no_stall()
    {
        var viewing = Viewing.Of(Play(0), Ping(10), Ping(20), Ping(30));
        Assert.Equal(["Content 0-30 @0-0"], Segments(viewing.Session.Journal()));

        viewing.Then(Ping(40, 1));
        Assert.Equal(["Stalled 0-40 @0-0"], Segments(viewing.Session.Journal()));
    }

    [Fact]
    public void An_event_that_was_overtaken_is_told_in_its_place()
    {
        var viewing = Viewing.Of(Play(0)).Accept(Play(12, 10), 12).Accept(PauseStart(10, 10), 12.2);

        Assert.Equal(["Content 0-10 @0-10", "Paused 10-12 @10-10"], Segments(viewing.Session.Journal()));
    }

    [Fact]
    public void A_late_event_is_a_point_where_it_belongs_and_says_so()
    {
        var viewing = Viewing.Of(Play(0), Ping(10, 10), Ping(20, 20), Ping(30, 30)).Accept(Error(5, "e1", playhead: 5), 31);

        Assert.Contains("Error 5 e1 (player); late: came 25 s too late to be put in its place", Points(viewing.Session.Journal()));
        Assert.Equal(["Content 0-30 @0-30"], Segments(viewing.Session.Journal()));
    }

    [Fact]
    public void A_statesUpdate_is_told_state_by_state()
    {
        var journal = Viewing.Of(StateStart(1, "mute"), StatesUpdate(2, ["fullScreen", "pip"], ["mute"]), StateEnd(3, "never")).Session.Journal();

        Assert.Equal(["SessionStart 0", "StateStart 1 mute", "StateEnd 2 mute", "StateStart 2 fullScreen", "StateStart 2 pip"], Points(journal));
    }

    [Fact]
    public void A_silence_over_the_idle_timeout_is_a_gap()
    {
        var journal = Viewing.Downloaded(Play(0), Ping(10, 10), Ping(1_010, 10), Ping(1_020, 20)).Journal();

        Assert.Equal(["Content 0-10 @0-10", "Content 1010-1020 @10-20"], Segments(journal));
        Assert.Contains("Ping 1010 after 1000 s of silence", Points(journal));
    }

    [Fact]
    public void A_silence_of_just_the_idle_timeout_is_no_gap() =>
        Assert.Equal(["Content 0-610 @0-610"], Segments(Viewing.Downloaded(Play(0), Ping(10, 10), Ping(610, 610)).Journal()));

    [Fact]
    public void While_content_is_paused_each_move_of_the_playhead_is_a_seek() =>
        Assert.Contains("Play 40 playhead jumped from 10 s", Points(Viewing.Of(Play(0), PauseStart(10, 10), Play(40, 15)).Session.Journal()));

    [Fact]
    public void A_full_journal_merges_neighbours_and_keeps_its_ends_and_its_ads()
    {
        var viewing = Viewing.Of(AdBreakStart(0, 1), AdStart(1, "ad-1"), AdComplete(16), AdBreakComplete(16), Play(17));
        for (var n = 0; n < 500; n++)
        {
            viewing.Then(PauseStart(20 + n, 1 + n), Play(20.4 + n, 1 + n), BitrateChange(20.6 + n, 1_000_000 + n, 1 + n));
        }

        var journal = viewing.Then(SessionEnd(600, 500)).Session.Journal();

        Assert.True(journal.Thinned);
        Assert.InRange(journal.Entries, 96, 128);
        Assert.Equal("SessionStart 0", Points(journal)[0]);
        Assert.Equal("SessionEnd 600", Points(journal)[^1]);
        Assert.Contains("AdStart 1 ad-1", Points(journal));
        Assert.Contains(Points(journal), point => point.Contains("more", StringComparison.Ordinal));
        Assert.InRange(viewing.Session.Progress.Settled.Journal.Length, 1, 128 * 16);
        Assert.Equal(Ms(600), journal.Segments[^1].ToTs);
    }

    [Fact]
    public void Players_whose_clock_is_off_by_years_have_a_story_on_their_own_clock()
    {
        var viewing = Viewing.Start(SessionStart(at: -500_000_000));
        viewing.Accept(Play(-500_000_000), 0).Accept(Ping(-499_999_990, 10), 10).Accept(Ping(20, 20), 20);

        Assert.Equal(["Content -500000000--499999980 @0-20"], Segments(viewing.Session.Journal()));
    }

    internal static string[] Segments(JournalView journal) =>
        [.. journal.Segments.Select(one => FormattableString.Invariant(
            $"{one.Kind}{(one.Name is null ? "" : " " + one.Name)} {At(one.FromTs)}-{At(one.ToTs)}{(one.Name is null && one.Kind != JournalSegmentKind.Starting ? FormattableString.Invariant($" @{one.PlayheadFrom}-{one.PlayheadTo}") : "")}"))];

    internal static string[] Points(JournalView journal) =>
        [.. journal.Points.Select(one => FormattableString.Invariant($"{one.Type} {At(one.Ts)}{(one.Detail is null ? "" : " " + one.Detail)}"))];

    private static double At(long ts) => (ts - Zero) / 1000.0;
}
