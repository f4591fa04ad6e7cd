using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Chapters and player states (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class ChapterAndPlayerStateRules
{
    [Fact]
    public void A_chapter_counts_the_time_that_main_content_plays_in_it()
    {
        var metrics = Viewing.Of(
            Play(0), ChapterStart(2, 1, 2, "One"), PauseStart(4, 4), Play(5, 4), AdBreakStart(6, 1, 5), AdStart(6, "a", 5), AdComplete(8, 5), AdBreakComplete(8, 5), ChapterComplete(10, 7), Ping(12, 9)).Metrics;

        var chapter = metrics.Chapters.Single();
        Assert.Equal((1L, "One", 5_000L, PlayOutcome.Completed, Ms(2), Ms(10)), (chapter.Index, chapter.Name, chapter.TimePlayedMs, chapter.Outcome, chapter.StartTs, chapter.EndTs));
        Assert.Equal((1, 1), (metrics.ChapterCount, metrics.ChapterCompletes));
    }

    [Fact]
    public void Opening_a_second_chapter_cuts_the_first()
    {
        var viewing = Viewing.Of(Play(0), ChapterStart(1, 1, 1), ChapterStart(3, 2, 3), ChapterComplete(6, 6));

        Assert.Equal([(1L, 2_000L, PlayOutcome.Cut), (2L, 3_000L, PlayOutcome.Completed)], viewing.Metrics.Chapters.Select(one => (one.Index, one.TimePlayedMs, one.Outcome)));
        Assert.Equal((2, 1), (viewing.Metrics.ChapterCount, viewing.Metrics.ChapterCompletes));
        Assert.Equal((1, Ms(3)), (viewing.Finding("unclosed-chapter")!.Count, viewing.Finding("unclosed-chapter")!.Ts));
    }

    [Fact]
    public void A_skipped_chapter_is_not_complete()
    {
        var metrics = Viewing.Of(Play(0), ChapterStart(1), ChapterSkip(3)).Metrics;

        Assert.Equal((PlayOutcome.Skipped, false), (metrics.Chapters.Single().Outcome, metrics.Chapters.Single().Completed));
        Assert.Equal(0, metrics.ChapterCompletes);
    }

    [Fact]
    public void A_player_state_counts_each_time_it_begins_and_its_time_whatever_plays()
    {
        var metrics = Viewing.Of(StateStart(0, "fullScreen"), Play(1), PauseStart(3), StateEnd(4, "fullScreen"), AdBreakStart(5), StateStart(5, "fullScreen"), StateEnd(7, "fullScreen")).Metrics;

        Assert.Equal(new("fullScreen", 2, 6_000), metrics.PlayerStates.Single());
    }

    [Fact]
    public void A_state_open_at_the_end_counts_up_to_the_last_event() =>
        Assert.Equal(9_000, Viewing.Of(StateStart(1, "mute"), SessionEnd(10)).Metrics.PlayerStates.Single().TimeSpentMs);

    [Fact]
    public void State_names_compare_without_case_and_keep_the_first_spelling()
    {
        var viewing = Viewing.Of(StateStart(0, "fullScreen"), StateEnd(2, "FULLSCREEN"), StateStart(3, "fullscreen"), Ping(4));

        Assert.Equal(new("fullScreen", 2, 3_000), viewing.Metrics.PlayerStates.Single());
        Assert.Null(viewing.Finding("state-not-open"));
    }

    [Fact]
    public void Starting_an_open_state_again_begins_no_new_period_and_is_found()
    {
        var viewing = Viewing.Of(StateStart(0, "mute"), StateStart(2, "MUTE"), StatesUpdate(3, starts: ["pip", "mute"]), Ping(5));

        Assert.Equal([new("mute", 1, 5_000), new("pip", 1, 2_000)], viewing.Metrics.PlayerStates);
        Assert.Equal((2, Ms(2)), (viewing.Finding("state-already-open")!.Count, viewing.Finding("state-already-open")!.Ts));
        Assert.Contains("mute", viewing.Finding("state-already-open")!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statesUpdate_that_ends_and_starts_a_state_opens_it_anew()
    {
        var viewing = Viewing.Of(StateStart(0, "mute"), StatesUpdate(2, starts: ["mute"], ends: ["mute"]), Ping(5));

        Assert.Equal(new("mute", 2, 5_000), viewing.Metrics.PlayerStates.Single());
        Assert.Null(viewing.Finding("state-already-open"));
    }

    [Fact]
    public void A_late_start_of_an_open_state_is_late_and_nothing_else() =>
        Assert.Null(Viewing.Of(StateStart(0, "mute"), Ping(5)).Accept(StateStart(3, "mute"), 11).Finding("state-already-open"));

    [Fact]
    public void StatesUpdate_begins_and_ends_several_states_at_once()
    {
        var viewing = Viewing.Of(StatesUpdate(0, starts: ["mute", "pip"]), StatesUpdate(3, starts: ["inFocus"], ends: ["mute", "pip"]), Ping(4));

        Assert.Equal([("mute", 3_000L), ("pip", 3_000L), ("inFocus", 1_000L)], viewing.Metrics.PlayerStates.Select(one => (one.Name, one.TimeSpentMs)));
        Assert.Equal(["inFocus"], viewing.Session.Playback().PlayerStates);
    }

    [Fact]
    public void Ending_a_state_that_is_not_open_is_found()
    {
        var viewing = Viewing.Of(StateEnd(1, "mute"), StatesUpdate(2, ends: ["pip"]));

        Assert.Equal((2, Ms(1)), (viewing.Finding("state-not-open")!.Count, viewing.Finding("state-not-open")!.Ts));
        Assert.Empty(viewing.Metrics.PlayerStates);
    }

    [Fact]
    public void The_first_ten_state_names_are_kept()
    {
        var viewing = Viewing.Of([.. Enumerable.Range(0, 12).Select(n => StateStart(n, $"state{n}")), StateStart(13, "STATE3"), Ping(20)]);

        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"state{n}"), viewing.Metrics.PlayerStates.Select(one => one.Name));
        Assert.Equal(10, viewing.Session.Playback().PlayerStates.Length);
        Assert.Contains("state", viewing.Finding("over-limit")!.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, viewing.Finding("over-limit")!.Count);
    }

    [Fact]
    public void Ten_states_are_not_over_the_limit() =>
        Assert.Null(Viewing.Of([.. Enumerable.Range(0, 10).Select(n => StateStart(n, $"state{n}"))]).Finding("over-limit"));

    [Fact]
    public void A_stall_that_shows_only_after_its_chapter_has_ended_is_no_time_of_the_chapter()
    {
        var viewing = Viewing.Of(Play(0, 7), ChapterStart(0, 1, 7), Ping(10, 7), Ping(20, 7), Ping(30, 7), ChapterComplete(40, 7));
        Assert.Equal(40_000, viewing.Metrics.Chapters.Single().TimePlayedMs);

        viewing.Then(Ping(50, 8));

        Assert.Equal((0L, 50_000L), (viewing.Metrics.Chapters.Single().TimePlayedMs, viewing.Metrics.TotalStallDurationMs));
    }

    [Fact]
    public void A_chapter_that_is_not_listed_is_not_shown_and_its_time_is_no_other_chapters()
    {
        var viewing = Viewing.Of([Play(0), .. Enumerable.Range(1, 201).Select(static n => ChapterStart(n, n, n)), Ping(210, 210)]);

        Assert.Null(viewing.Session.Playback().Chapter);
        Assert.Equal(200, viewing.Metrics.Chapters.Length);
        Assert.All(viewing.Metrics.Chapters, static chapter => Assert.Equal(1_000, chapter.TimePlayedMs));
    }

    [Fact]
    public void Of_several_states_that_are_open_already_the_first_is_named() =>
        Assert.Contains("\"pip\"", Viewing.Of(StatesUpdate(1, ["mute", "pip"]), StatesUpdate(2, ["pip", "mute"])).Finding("state-already-open")!.Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("first", 1)]
    [InlineData("first second", 0)]
    [InlineData("second first", 0)]
    [InlineData("never", 0)]
    public void An_end_of_states_is_late_if_it_belongs_before_what_has_left_the_window_at_the_same_ts(string ends, int late)
    {
        var viewing = Viewing.Of(StateStart(3, "first"), StateStart(5, "second")).Accept(StatesUpdate(5, ends: ends.Split(' ')), 11);

        Assert.Equal(late, viewing.Session.Counts.Late);
    }

    [Fact]
    public void A_name_keeps_its_first_256_units_and_no_half_of_a_pair()
    {
        Assert.Equal(new('x', 256), NameOf(new('x', 256)));
        Assert.Equal(new('x', 256), NameOf(new('x', 257)));
        Assert.Equal(new string('x', 254) + "\U0001F600", NameOf(new string('x', 254) + "\U0001F600" + "y"));
        Assert.Equal(new('x', 255), NameOf(new string('x', 255) + "\U0001F600"));

        static string NameOf(string sent) => Viewing.Of(StateStart(1, sent)).Metrics.PlayerStates.Single().Name;
    }
}
