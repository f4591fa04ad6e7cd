namespace SessionGrains.Grains.Tests.Live;

public sealed class PartitionLinkTests
{
    private static readonly LiveState Starting = new(true, false, PlaybackState.Starting, PlaybackPlace.Content, false, 0, 0, double.NaN);
    private static readonly LiveState Playing = Starting with { State = PlaybackState.Playing, HasContentStarted = true };
    private static readonly LiveKey Film = new(LiveKind.Title, "film");

    private readonly SiloCounters _counters;
    private readonly PartitionLink _link = new(LivePartitions.Of(Film));

    public PartitionLinkTests()
    {
        var time = new FakeTimeProvider();
        _counters = new(new SilenceWheel(time), new OpenSessions(1_000_000), time);
    }

    [Fact]
    public void Only_what_changed_is_reported_and_what_nobody_holds_any_more_is_forgotten()
    {
        var viewer = Enter("film");
        Assert.Equal((true, 1), Report(out var rows));
        Assert.Equal((Film, 1), (rows[0].Key, rows[0].Figures.Starting));
        Assert.Equal((false, 0), Report(out _));

        viewer.Update(Starting, 1);
        Assert.Equal((false, 0), Report(out _));
        viewer.Update(Playing, 2);
        viewer.Update(Playing with { Errors = 1 }, 3);
        Assert.Equal((false, 1), Report(out rows));
        Assert.Equal((1, 1L), (rows[0].Figures.Playing, rows[0].Figures.Errors));

        viewer.Leave();
        Assert.Equal((false, 1), Report(out rows));
        Assert.Equal((0, false), (rows[0].Figures.Open, rows[0].IsLast));
        Assert.Equal((false, 1), Report(out rows));
        Assert.True(rows[0].IsLast);
        Assert.DoesNotContain(_counters.KeyCounters(), static gauge => gauge.Key == Film);
        Assert.Equal((false, 0), Report(out _));
    }

    [Fact]
    public void What_was_refused_is_reported_again_with_everything_else()
    {
        var viewer = Enter("film");
        Report(out _);
        viewer.Update(Playing, 1);
        Assert.Equal((false, 1), Report(out _, isTaken: false));

        Assert.Equal((true, 1), Report(out var rows));
        Assert.Equal(1, rows[0].Figures.Playing);
        Assert.Equal((false, 0), Report(out _));
    }

    [Fact]
    public void A_title_that_is_watched_again_before_it_is_forgotten_stays()
    {
        Enter("film").Leave();
        Report(out _);
        Enter("film");

        Assert.Equal((false, 1), Report(out var rows));
        Assert.Equal((1, 2L, false), (rows[0].Figures.Open, rows[0].Figures.Starts, rows[0].IsLast));
        Assert.Contains(_counters.KeyCounters(), static gauge => gauge.Key == Film);
    }

    private LiveViewer Enter(string title)
    {
        var viewer = _counters.Add(new(title, null, "films", "web", "vod"));
        viewer.Enter(Starting, _counters.NowMs, _counters.NowMs, isNew: true);
        return viewer;
    }

    private (bool IsFull, int Rows) Report(out LiveRow[] rows, bool isTaken = true)
    {
        var parcel = _link.Compose(_counters);
        _link.Confirm(parcel, isTaken);
        rows = parcel.Rows;
        return (parcel.IsFull, rows.Length);
    }
}
