using SessionGrains.Sessions;
using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Quality of experience and the limits of what is kept (docs/protocol.md#6-reading-a-session).</summary>
public sealed class QoeRules
{
    [Fact]
    public void The_average_bitrate_is_weighted_by_main_content_playing_time_with_a_known_bitrate()
    {
        var metrics = Viewing.Of(Play(0), BitrateChange(10, 1_000_000, 10), Ping(20, 20, new QoeValues { Bitrate = 4_000_000 }), PauseStart(25, 25), Ping(60, 25)).Metrics;

        Assert.Equal(2_000_000, metrics.AverageBitrate);
        Assert.Equal("2000000-2099999", metrics.AverageBitrateBucket);
        Assert.Equal(1, metrics.BitrateChanges);
    }

    [Fact]
    public void The_sessionStart_may_bring_the_bitrate() =>
        Assert.Equal(640_000, Viewing.Start(SessionStart(qoe: new QoeValues { Bitrate = 640_000 })).Then(Play(0), Ping(5, 5)).Metrics.AverageBitrate);

    [Fact]
    public void A_bitrate_of_minus_one_is_unknown_and_weighs_nothing()
    {
        var viewing = Viewing.Of(Play(0, qoe: new QoeValues { Bitrate = -1 }), Ping(10, 10), BitrateChange(20, 3_000_000, 20), Ping(30, 30), SessionEnd(40, 40));

        Assert.Equal(3_000_000, viewing.Metrics.AverageBitrate);
        Assert.Equal(1, viewing.Finding("value-ignored")!.Count);
    }

    [Fact]
    public void The_bucket_of_a_small_bitrate_is_the_first() =>
        Assert.Equal("0-99999", Viewing.Of(Play(0, qoe: new QoeValues { Bitrate = 99_999 }), Ping(5, 5)).Metrics.AverageBitrateBucket);

    [Fact]
    public void Without_playing_time_or_bitrate_there_is_no_average()
    {
        Assert.Null(Viewing.Of(BitrateChange(1, 1_000_000), Ping(5)).Metrics.AverageBitrate);
        Assert.Null(Viewing.Of(Play(1), Ping(5, 4)).Metrics.AverageBitrateBucket);
    }

    [Fact]
    public void The_last_dropped_frames_and_time_to_start_count()
    {
        var metrics = Viewing.Of(Play(0, qoe: new QoeValues { DroppedFrames = 10, TimeToStart = 1_200 }), Ping(1, qoe: new QoeValues { DroppedFrames = 7 })).Metrics;

        Assert.Equal((7, 1_200), (metrics.DroppedFrames, metrics.TimeToStartMs));
    }

    [Fact]
    public void QoeData_is_the_latest_of_each_key_by_ts_and_not_by_arrival()
    {
        var qoe = Viewing.Start(SessionStart(qoe: new QoeValues { FramesPerSecond = 24 })).Then(
            Ping(3, qoe: new QoeValues { Bitrate = 3, Others = [new QoeValue("x", "\"new\"")] }),
            Ping(2, qoe: new QoeValues { Bitrate = 2, DroppedFrames = 2, Others = [new QoeValue("x", "\"old\""), new QoeValue("y", "1")] })).Session.Qoe;

        Assert.Equal((3d, 2d, 24d), (qoe.Bitrate, qoe.DroppedFrames, qoe.FramesPerSecond));
        Assert.Equal([new("x", "\"new\""), new("y", "1")], qoe.Others!.OrderBy(one => one.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Sessions_with_the_same_unknown_values_share_them_until_one_says_something_else()
    {
        var (one, other) = (Viewing.Start(SharedTexts.Of(SessionStart(qoe: Same()))), Viewing.Start(SharedTexts.Of(SessionStart(qoe: Same()))));
        Assert.Same(one.Session.Qoe.Others, other.Session.Qoe.Others);

        other.Then(Ping(1, qoe: new QoeValues { Others = [new QoeValue("shared by a", "3")] }));

        Assert.Equal([new("shared by a", "1"), new("shared by b", "2")], one.Session.Qoe.Others!);
        Assert.Equal([new("shared by a", "3"), new("shared by b", "2")], other.Session.Qoe.Others!);

        static QoeValues Same() => new() { Others = [new QoeValue("shared by a", "1"), new QoeValue("shared by b", "2")] };
    }

    [Fact]
    public void Errors_are_counted_by_id_and_source()
    {
        var metrics = Viewing.Of(Error(1, "a"), Error(2, "a", "external"), Error(3, "a"), Error(4, "b")).Metrics;

        Assert.Equal([new("a", "player", 2, Ms(1), Ms(3)), new("a", "external", 1, Ms(2), Ms(2)), new("b", "player", 1, Ms(4), Ms(4))], metrics.Errors);
        Assert.Equal(4, metrics.ErrorEvents);
    }

    [Fact]
    public void An_error_changes_no_state_and_no_time() =>
        Assert.Equal(10_000, Viewing.Of(Play(0), Error(5, "a", playhead: 5), Ping(10, 10)).Metrics.ContentTimeSpentMs);

    [Theory]
    [InlineData("error", 32)]
    [InlineData("ad", 200)]
    [InlineData("chapter", 200)]
    public void Beyond_a_limit_totals_go_on_counting_and_over_limit_names_the_list(string list, int limit)
    {
        var viewing = Viewing.Of(AdBreakStart(0));
        void Add(int n) => viewing.Then(list switch
        {
            "error" => [Error(n, $"e{n}")],
            "ad" => [AdStart(n, $"a{n}"), AdComplete(n + 0.5)],
            _ => [ChapterStart(n, n), ChapterComplete(n + 0.5)],
        });
        int Kept() => list switch { "error" => viewing.Metrics.Errors.Length, "ad" => viewing.Metrics.Ads.Length, _ => viewing.Metrics.Chapters.Length };
        int Counted() => list switch { "error" => viewing.Metrics.ErrorEvents, "ad" => viewing.Metrics.AdCount, _ => viewing.Metrics.ChapterCount };

        for (var n = 1; n <= limit; n++)
        {
            Add(n);
        }

        Assert.Null(viewing.Finding("over-limit"));
        Add(limit + 1);
        Add(limit + 2);

        Assert.Equal((limit, limit + 2), (Kept(), Counted()));
        Assert.Contains(list, viewing.Finding("over-limit")!.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Ms(limit + 1), viewing.Finding("over-limit")!.Ts);
        if (list == "ad")
        {
            Assert.Equal((limit + 2) * 500, viewing.Metrics.AdTimeSpentMs);
            Assert.Equal(limit + 2, viewing.Metrics.AdCompletes);
        }
    }

    [Fact]
    public void Known_errors_still_count_beyond_the_limit()
    {
        var viewing = Viewing.Of([.. Enumerable.Range(0, 40).Select(n => Error(n, $"e{n}")), Error(50, "e3")]);

        Assert.Equal(2, viewing.Metrics.Errors.Single(error => error.Id == "e3").Count);
        Assert.Equal(41, viewing.Metrics.ErrorEvents);
    }

    [Fact]
    public void No_more_than_32_unknown_qoe_keys_are_kept()
    {
        var viewing = Viewing.Of([.. Enumerable.Range(0, 40).Select(n => Ping(n, qoe: new QoeValues { Others = [new QoeValue($"k{n}", "1")] })), Ping(41, qoe: new QoeValues { Others = [new QoeValue("k3", "2")] })]);

        Assert.Equal(32, viewing.Session.Qoe.Others!.Length);
        Assert.Equal("2", viewing.Session.Qoe.Others.Single(one => one.Key == "k3").RawValue);
        Assert.NotNull(viewing.Finding("over-limit"));
    }

    [Fact]
    public void No_more_than_8_KiB_of_unknown_qoe_keys_are_kept()
    {
        var viewing = Viewing.Of([.. Enumerable.Range(0, 20).Select(n => Ping(n, qoe: new QoeValues { Others = [new QoeValue($"k{n}", $"\"{new string('x', 1_000)}\"")] }))]);

        Assert.InRange(viewing.Session.Qoe.Others!.Sum(one => one.Key.Length + one.RawValue.Length), 1, 8 * 1_024);
        Assert.NotNull(viewing.Finding("over-limit"));
    }

    [Fact]
    public void Beyond_64_watched_intervals_the_nearest_are_merged()
    {
        var viewing = Viewing.Start(SessionStart(length: 100_000));
        for (var n = 0; n < 80; n++)
        {
            viewing.Then(Play(n * 10, n * 100), PauseStart((n * 10) + 1, n * 100));
        }

        Assert.InRange(viewing.Metrics.UniqueTimePlayedMs, viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.ContentTimeSpentMs + (17 * 99_000));
        Assert.NotNull(viewing.Finding("over-limit"));
    }

    [Fact]
    public void The_latest_error_is_shown_and_a_late_one_only_if_there_is_no_other()
    {
        var viewing = Viewing.Of(Play(0), Error(1, "one", "player"), Error(2, "two", "network"), Ping(5, 5, new() { Bitrate = 1_000_000 })).Accept(Error(1.5, "late", "late"), 11);

        Assert.Equal(("two", "network"), (viewing.Session.Qoe.ErrorId, viewing.Session.Qoe.ErrorSource));
        Assert.Null(viewing.Session.Qoe.Others);

        viewing = Viewing.Of(Play(0), Ping(5, 5)).Accept(Error(1.5, "late", "player"), 11);

        Assert.Equal(("late", "player"), (viewing.Session.Qoe.ErrorId, viewing.Session.Qoe.ErrorSource));
    }
}
