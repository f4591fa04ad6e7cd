using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Values that are not kept or not counted are reported as findings (docs/protocol.md#7-limits).</summary>
public sealed class BoundRules
{
    [Theory]
    [InlineData(ReaderCuts.States, "statesStart and statesEnd")]
    [InlineData(ReaderCuts.UnknownMembers, "unknown members")]
    [InlineData(ReaderCuts.Metadata, "customMetadata")]
    [InlineData(ReaderCuts.QoeKeys, "qoeData")]
    public void What_a_reader_left_out_of_a_list_is_over_limit_and_named(ReaderCuts cuts, string list)
    {
        var finding = Viewing.Of(Play(0), Cut(Ping(2), cuts), Cut(Ping(4), cuts)).Finding("over-limit")!;

        Assert.Equal((2, Ms(2)), (finding.Count, finding.Ts));
        Assert.Contains(list, finding.Detail, StringComparison.Ordinal);
        Assert.Equal(["over-limit"], Viewing.Of(Play(0), Cut(Ping(2), cuts)).Session.Findings().Select(static one => one.Code));
    }

    [Theory]
    [InlineData(ReaderCuts.PlayheadRange, "playhead-range")]
    [InlineData(ReaderCuts.OtherPath, "path-mismatch")]
    public void What_only_a_reader_can_see_is_found_and_nothing_else(ReaderCuts seen, string code) =>
        Assert.Equal([(code, 2, Ms(2))], Viewing.Of(Play(0), Cut(Ping(2, 2), seen), Cut(Ping(4, 4), seen)).Session.Findings().Select(static one => (one.Code, one.Count, one.Ts)));

    [Fact]
    public void A_text_that_a_reader_cut_is_told_once_for_each_event()
    {
        var viewing = Viewing.Of(Play(0), Cut(Ping(2), ReaderCuts.Text), Cut(Ping(4), ReaderCuts.Text | ReaderCuts.States));

        Assert.Equal((2, Ms(2)), (viewing.Finding("text-cut")!.Count, viewing.Finding("text-cut")!.Ts));
        Assert.Equal(1, viewing.Finding("over-limit")!.Count);
    }

    [Fact]
    public void What_a_reader_cut_of_the_sessionStart_is_told_too()
    {
        var plain = SessionStart();
        var start = new StartRequest
        {
            Body = plain.Body,
            Ts = plain.Ts,
            Playhead = 0,
            MediaId = "m",
            Channel = "c",
            PlayerName = "p",
            ContentType = "t",
            LengthSeconds = 1,
            Cuts = ReaderCuts.Text | ReaderCuts.Metadata,
        };

        Assert.Equal(["text-cut", "over-limit"], Viewing.Start(start).Session.Findings().Select(static finding => finding.Code));
    }

    [Fact]
    public void An_event_that_makes_several_lists_too_long_counts_once_and_names_them_all()
    {
        var viewing = Viewing.Of(StatesUpdate(1, starts: [.. Enumerable.Range(0, 20).Select(static n => $"s{n}")]));

        Assert.Equal(1, viewing.Finding("over-limit")!.Count);
        Assert.Equal(10, viewing.Metrics.PlayerStates.Length);
    }

    [Theory]
    [InlineData(-1, 5, 24, 100)]
    [InlineData(0, 5, 24, 100)]
    [InlineData(1_000_000, -1, 24, 100)]
    [InlineData(1_000_000, 5, -1, 100)]
    [InlineData(1_000_000, 5, 24, -1)]
    public void A_value_that_says_nothing_is_shown_as_sent_and_noted(double bitrate, double droppedFrames, double framesPerSecond, double timeToStart)
    {
        var viewing = Viewing.Of(Play(0, qoe: new() { Bitrate = bitrate, DroppedFrames = droppedFrames, FramesPerSecond = framesPerSecond, TimeToStart = timeToStart }));
        var shown = viewing.Session.Qoe;

        Assert.Equal((bitrate, droppedFrames, framesPerSecond, timeToStart), (shown.Bitrate, shown.DroppedFrames, shown.FramesPerSecond, shown.TimeToStart));
        Assert.Equal(1, viewing.Finding("value-ignored")!.Count);
    }

    [Fact]
    public void Zero_says_something_everywhere_but_as_a_bitrate()
    {
        var viewing = Viewing.Of(Play(0, qoe: new() { DroppedFrames = 0, FramesPerSecond = 0, TimeToStart = 0 }));

        Assert.Null(viewing.Finding("value-ignored"));
        Assert.Equal((0d, 0d), (viewing.Metrics.DroppedFrames, viewing.Metrics.TimeToStartMs));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void From_an_ignored_bitrate_on_it_is_unknown(double ignored)
    {
        var viewing = Viewing.Of(Play(0, qoe: new() { Bitrate = 2_000_000 }), BitrateChange(10, ignored, 10), Ping(20, 20));

        Assert.Equal(2_000_000, viewing.Metrics.AverageBitrate);
        Assert.True(double.IsNaN(viewing.Session.LiveState.Bitrate));
        viewing.Then(BitrateChange(20.5, 4_000_000, 20.5), Ping(30.5, 30.5));
        Assert.Equal((3_000_000, 4_000_000), (viewing.Metrics.AverageBitrate, viewing.Session.LiveState.Bitrate));
    }

    [Fact]
    public void The_last_dropped_frames_and_time_to_start_that_say_something_count()
    {
        var viewing = Viewing.Of(Play(0, qoe: new() { DroppedFrames = 7, TimeToStart = 900 }), Ping(2, 2, new() { DroppedFrames = -1, TimeToStart = -1 }));

        Assert.Equal((7d, 900d), (viewing.Metrics.DroppedFrames, viewing.Metrics.TimeToStartMs));
        Assert.Equal((-1d, -1d), (viewing.Session.Qoe.DroppedFrames, viewing.Session.Qoe.TimeToStart));
        viewing.Then(Ping(4, 4, new() { DroppedFrames = 9, TimeToStart = 800 }));
        Assert.Equal((9d, 800d, 9d), (viewing.Metrics.DroppedFrames, viewing.Metrics.TimeToStartMs, viewing.Session.Qoe.DroppedFrames));
    }

    [Fact]
    public void Ads_breaks_and_chapters_say_256_KiB_together_and_go_on_counting()
    {
        var viewing = Viewing.Start(SessionStart());
        for (var n = 0; n < 200; n++)
        {
            var text = $"{n} ".PadRight(256, 'x');
            viewing.Then(Of(PlayerEventType.AdBreakStart, n, adBreak: new(n, 0, text)), AdStart(n + 0.2, text, name: text), ChapterStart(n + 0.4, n, name: text), AdBreakComplete(n + 0.6));
        }

        // What is noted of an event beside its texts does not make room for it.
        var last = "last ".PadRight(256, 'x');
        viewing.Then(
            Of(PlayerEventType.AdBreakStart, 201, adBreak: new(1, 0, last), unknownMember: "/x"), Of(PlayerEventType.AdStart, 202, ad: new(last, last), unknownMember: "/x"),
            Of(PlayerEventType.ChapterStart, 203, chapter: new(1, last), unknownMember: "/x"), Error(204, last, last));

        var metrics = viewing.Metrics;
        var said = metrics.Ads.Sum(static ad => BoundedText.BytesOf(ad.Id) + BoundedText.BytesOf(ad.Name))
            + metrics.AdBreaks.Sum(static one => BoundedText.BytesOf(one.Name)) + metrics.Chapters.Sum(static one => BoundedText.BytesOf(one.Name));
        Assert.InRange(said, 128 * 1024, 256 * 1024);
        Assert.Equal((201, 201), (metrics.AdCount, metrics.ChapterCount));
        Assert.DoesNotContain(metrics.Ads, static ad => ad.Id is null || ad.Id.StartsWith("last", StringComparison.Ordinal));
        Assert.DoesNotContain(metrics.AdBreaks, static one => one.Name is null);
        Assert.DoesNotContain(metrics.Chapters, static one => one.Name is null);
        Assert.Equal((1, 0), (metrics.ErrorEvents, metrics.Errors.Length));
        Assert.All([metrics.Ads.Length, metrics.AdBreaks.Length, metrics.Chapters.Length], static listed => Assert.InRange(listed, 50, 199));
        var detail = viewing.Finding("over-limit")!.Detail;
        Assert.All(["ads (", "adBreaks (", "chapters (", "errors (", "256 KiB"], list => Assert.Contains(list, detail, StringComparison.Ordinal));
    }

    [Fact]
    public void More_than_200_ad_breaks_are_over_limit()
    {
        var viewing = Viewing.Of([.. Enumerable.Range(0, 200).SelectMany(static n => new[] { AdBreakStart(n, n), AdBreakComplete(n + 0.5) })]);
        Assert.Null(viewing.Finding("over-limit"));

        Assert.Contains("adBreaks", viewing.Then(AdBreakStart(300, 300)).Finding("over-limit")!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reorder_window_holds_16_KiB_of_what_events_say_and_its_oldest_leave_early()
    {
        var viewing = Viewing.Start(SessionStart());
        for (var n = 0; n < 10; n++)
        {
            viewing.Then(Ping(n * 0.1, 0, new() { Others = [new($"k{n}", new string('v', 1_500))] }));
            Assert.InRange(viewing.Session.Progress.Window.TextBytes, 1, ArrivalWindow.MaxTextBytes);
        }

        Assert.InRange(viewing.Session.Progress.Window.Count, 2, 5);
        Assert.Equal(11, viewing.Session.Counts.Received);
        Assert.Equal(0, viewing.Session.Counts.Late);
    }

    [Fact]
    public void An_event_of_short_texts_is_put_in_its_place_among_ten()
    {
        var viewing = Viewing.Start(SessionStart());
        for (var n = 1; n < 10; n++)
        {
            viewing.Then(Ping(n * 0.1, 0, new() { Others = [new($"k{n}", new string('v', 200))] }));
        }

        Assert.Equal(0, viewing.Then(Ping(0.05)).Session.Counts.Late);
        Assert.Equal(10, viewing.Session.Progress.Window.Count);
    }

    private static PlayerEvent Cut(PlayerEvent said, ReaderCuts cuts) =>
        new() { Type = said.Type, Ts = said.Ts, Playhead = said.Playhead, Fingerprint = said.Fingerprint, Qoe = said.Qoe, Cuts = cuts };
}
