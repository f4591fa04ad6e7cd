namespace SessionGrains.Grains.Tests.Live;

public sealed class ClusterTotalsTests
{
    private const long Began = 29_400_000L * 60_000;

    private static readonly LiveKey Film = new(LiveKind.Title, "film");

    private readonly ClusterTotals _partition = new(Began);

    private LiveFigures All => _partition.Everything.Figures;

    [Fact]
    public void A_report_after_a_lost_one_is_refused_and_the_whole_that_follows_puts_it_right()
    {
        Assert.True(Take("a", 1, Began, whole: true, Row(LiveKey.Everything, playing: 3, starts: 3)));

        Assert.False(Take("a", 3, Began, whole: false, Row(LiveKey.Everything, playing: 9, starts: 9)));
        Assert.Equal((3, 3), (All.Open, All.Playing));

        Assert.True(Take("a", 4, Began, whole: true, Row(LiveKey.Everything, playing: 8, starts: 9)));
        Assert.Equal((8, 9L), (All.Playing, All.Starts));
    }

    [Fact]
    public void A_report_that_comes_twice_or_too_late_counts_once()
    {
        Take("a", 1, Began, whole: true, Row(LiveKey.Everything, playing: 3, starts: 3));
        Take("a", 2, Began, whole: false, Row(LiveKey.Everything, playing: 4, starts: 4));

        Assert.False(Take("a", 2, Began, whole: false, Row(LiveKey.Everything, playing: 4, starts: 4)));
        Assert.False(Take("a", 1, Began, whole: false, Row(LiveKey.Everything, playing: 3, starts: 3)));

        Assert.Equal((4, 4L), (All.Playing, All.Starts));
    }

    [Fact]
    public void The_silos_add_up_and_a_silo_that_is_unknown_must_send_everything()
    {
        Assert.False(Take("b", 7, Began, whole: false, Row(LiveKey.Everything, playing: 2)));
        Take("a", 1, Began, whole: true, Row(LiveKey.Everything, playing: 3), Row(Film, playing: 3));
        Take("b", 1, Began, whole: true, Row(LiveKey.Everything, playing: 2), Row(Film, playing: 1));

        Assert.Equal(5, All.Viewers);
        Assert.Equal(4, _partition.Find(Film)!.Figures.Viewers);
    }

    [Fact]
    public void A_silent_silo_is_incomplete_then_gone_and_what_it_counted_before_is_not_counted_again_when_it_is_back()
    {
        var since = Began + 1_000;
        Take("a", 1, since, whole: true, Row(LiveKey.Everything, playing: 3, starts: 3));
        Take("b", 1, since, whole: true, Row(LiveKey.Everything, playing: 1, starts: 1));
        var settled = since + ClusterTotals.RecoveryMs;
        Keep("a", settled);
        Keep("b", settled);
        Assert.False(_partition.IsIncomplete(settled));
        Assert.Equal(settled, _partition.AsOfMs(settled));

        Keep("b", settled + 5_000);
        Assert.True(_partition.IsIncomplete(settled + 5_000));
        Assert.Equal(settled, _partition.AsOfMs(settled + 5_000));
        _partition.DropSilent(settled + ClusterTotals.GoneAfterMs);
        Assert.Equal(4, All.Viewers);

        Keep("b", settled + 6_500);
        _partition.DropSilent(settled + 6_500);
        Assert.Equal(1, All.Viewers);
        Assert.True(_partition.IsIncomplete(settled + 6_500 + ClusterTotals.RecoveryMs - 1));
        Keep("b", settled + 6_500 + ClusterTotals.RecoveryMs);
        Assert.False(_partition.IsIncomplete(settled + 6_500 + ClusterTotals.RecoveryMs));

        Take("a", 9, settled + 30_000, whole: true, since, Row(LiveKey.Everything, playing: 3, starts: 5));
        Assert.Equal(4, All.Viewers);
        Assert.Equal(4, Minute(settled + 30_000).Starts);
    }

    [Fact]
    public void What_is_told_is_as_of_the_last_half_second_that_is_added_up_of_all_silos()
    {
        Assert.Equal(Began, _partition.AsOfMs(Began + 499));
        Take("a", 1, Began + 1_010, whole: true, Row(LiveKey.Everything, playing: 3));
        Take("b", 1, Began + 1_020, whole: true, Row(LiveKey.Everything, playing: 1));
        Assert.Equal((Began + 1_000, 4), (_partition.AsOfMs(Began + 1_030), All.Viewers));

        Take("a", 2, Began + 1_510, whole: false, Row(LiveKey.Everything, playing: 5));
        Assert.Equal((Began + 1_000, 4), (_partition.AsOfMs(Began + 1_510), All.Viewers));
        Take("b", 2, Began + 1_520, whole: false, Row(LiveKey.Everything, playing: 2));
        Assert.Equal((Began + 1_500, 7), (_partition.AsOfMs(Began + 1_520), All.Viewers));
    }

    [Fact]
    public void A_silo_that_says_farewell_is_subtracted_at_once()
    {
        Take("a", 1, Began, whole: true, Row(LiveKey.Everything, playing: 3), Row(Film, playing: 3));

        _partition.Accept(new() { Silo = "a", Sequence = 0, IsFinal = true }, Began + 20_000);

        Assert.Equal((0, 0), (All.Open, _partition.Find(Film)!.Figures.Open));
        Assert.Empty(_partition.Silos);
        Assert.True(_partition.IsIncomplete(Began + 20_001));
    }

    [Fact]
    public void What_a_silo_counted_before_the_partition_began_has_been_counted()
    {
        Take("a", 1, Began + 1_000, whole: true, Began - 5_000, Row(LiveKey.Everything, playing: 3, starts: 100));
        Take("a", 2, Began + 2_000, whole: false, Row(LiveKey.Everything, playing: 4, starts: 101));

        Assert.Equal((4, 1), (All.Playing, Minute(Began + 60_000).Starts));
    }

    [Fact]
    public void A_key_that_a_silo_forgets_and_counts_anew_begins_at_nothing()
    {
        Take("a", 1, Began + 1, whole: true, Row(Film, playing: 1, starts: 1));
        Take("a", 2, Began + 2, whole: false, Row(Film, starts: 1));
        Take("a", 3, Began + 3, whole: false, Row(Film, starts: 1) with { IsLast = true }, Row(Film, playing: 1, starts: 1));

        Assert.Equal(1, _partition.Find(Film)!.Figures.Viewers);
        Assert.Equal(2, _partition.Find(Film)!.Figures.Starts);

        Take("a", 4, Began + 4, whole: false, Row(Film, starts: 1) with { IsLast = true });
        Assert.Equal((0, 0), (_partition.Find(Film)!.Figures.Open, _partition.Find(Film)!.RowCount));
    }

    [Fact]
    public void A_key_that_is_absent_from_a_whole_report_is_no_longer_counted()
    {
        Take("a", 1, Began, whole: true, Row(LiveKey.Everything, playing: 2), Row(Film, playing: 2));
        Take("a", 2, Began, whole: true, Row(LiveKey.Everything, playing: 1));

        Assert.Equal((1, 0), (All.Open, _partition.Find(Film)!.Figures.Open));
    }

    [Fact]
    public void Titles_beyond_the_limit_count_together_until_they_end()
    {
        LiveRow[] rows = [.. Enumerable.Range(0, ClusterTotals.MaxTitles + 5).Select(number => Row(new(LiveKind.Title, $"t{number}"), playing: 1))];
        Take("a", 1, Began, whole: true, rows);

        Assert.Equal(5, _partition.Find(LiveKey.OtherTitles)!.Figures.Viewers);
        Assert.Equal(ClusterTotals.MaxTitles, _partition.Keys.Count(static board => board.Key.Kind == LiveKind.Title));

        Take("a", 2, Began, whole: true);
        Assert.All(_partition.Keys, static board => Assert.Equal(default, board.Figures.Current));
    }

    [Fact]
    public void A_title_without_viewers_is_forgotten_a_day_after_its_last_minute()
    {
        Take("a", 1, Began + 1_000, whole: true, Row(Film, playing: 1));
        Take("a", 2, Began + 2_000, whole: false, Row(Film) with { IsLast = true });
        var minute = (int)(Began / 60_000);
        Assert.Contains(_partition.EndMinute(minute, Began + 60_000), row => row.Key == Film);

        _partition.EndMinute(minute + 1439, Began + (1440 * 60_000L));
        Assert.NotNull(_partition.Find(Film));
        _partition.EndMinute(minute + 1440, Began + (1441 * 60_000L));
        Assert.Null(_partition.Find(Film));
    }

    [Fact]
    public void A_minute_holds_means_by_time_the_peak_and_what_happened()
    {
        Take("a", 1, Began, whole: true, Row(LiveKey.Everything, starts: 2) with { Figures = new() { Open = 2, Playing = 1, Buffering = 1, Starts = 2, BitrateKnown = 1, BitrateSum = 4_000_000 } });
        Take("a", 2, Began + 30_000, whole: false, Row(LiveKey.Everything) with { Figures = new() { Open = 1, Paused = 1, Starts = 2, Ends = 1, Errors = 3 } });

        var ended = Minute(Began + 60_000);

        Assert.Equal((1.5f, 0.5f, 0.5f, 0.5f, 2), (ended.Open, ended.Playing, ended.Buffering, ended.Paused, ended.PeakViewers));
        Assert.Equal((2, 1, 3), (ended.Starts, ended.Ends, ended.Errors));
        Assert.Equal((0.5, 4_000_000f), (ended.RebufferRatio, ended.AverageBitrate));
        var next = Minute(Began + 120_000);
        Assert.Equal((1f, 1f, 1, 0, 0), (next.Open, next.Paused, next.PeakViewers, next.Starts, next.Errors));
        Assert.True(float.IsNaN(next.AverageBitrate));
        Assert.Null(next.RebufferRatio);
    }

    [Fact]
    public void A_stored_minute_comes_before_those_that_there_are_and_none_comes_twice()
    {
        Take("a", 1, Began, whole: true, Row(LiveKey.Everything, playing: 1), Row(Film, playing: 1));
        Minute(Began + 60_000);
        var minute = (int)(Began / 60_000);

        _partition.Restore([Stored(minute - 1), Stored(minute), Stored(minute - 3)], Began);

        Assert.Equal([minute - 3, minute - 1, minute], _partition.Find(Film)!.Minutes.Select(static one => one.Minute));
        Assert.Equal(1f, _partition.Find(Film)!.Minutes[^1].Open);

        static LiveMinuteRow Stored(int minute) => new(Film, "Film", "films", new() { Minute = minute, Open = 7, Playing = 7 });
    }

    private static LiveRow Row(LiveKey key, int playing = 0, long starts = 0) => new(key, null, null, new() { Open = playing, Playing = playing, Starts = starts }, false);

    private bool Take(string silo, long sequence, long nowMs, bool whole, params LiveRow[] rows) => Take(silo, sequence, nowMs, whole, Began, rows);

    private bool Take(string silo, long sequence, long nowMs, bool whole, long sinceMs, params LiveRow[] rows) =>
        _partition.Accept(new() { Silo = silo, Sequence = sequence, IsFull = whole, CountsSinceMs = sinceMs, Rows = rows, Tick = LiveTicks.At(nowMs) }, nowMs);

    /// <summary>A report in which nothing has changed.</summary>
    private void Keep(string silo, long nowMs) => Assert.True(Take(silo, _partition.Silos.Single(one => one.Silo == silo).Sequence + 1, nowMs, whole: false));

    private LiveMinute Minute(long endMs) => _partition.EndMinute((int)(endMs / 60_000) - 1, endMs).Single(static row => row.Key == LiveKey.Everything).Minute;
}
