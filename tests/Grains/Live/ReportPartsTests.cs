namespace SessionGrains.Grains.Tests.Live;

/// <summary>What a silo counts goes to a partition in messages of a bounded size, however many titles there are and whatever they are called.</summary>
public sealed class ReportPartsTests
{
    private const int Titles = 4_000;

    private static readonly LiveState Starting = new(true, false, PlaybackState.Starting, PlaybackPlace.Content, false, 0, 0, double.NaN);
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(LiveReport).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private readonly FakeTimeProvider _time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly SiloCounters _counters;
    private readonly ClusterTotals _partition;
    private readonly PartitionLink _link = new(LivePartitions.Titles[3]);
    private readonly List<LiveViewer> _viewers = [];

    public ReportPartsTests()
    {
        _counters = new(new SilenceWheel(_time), new OpenSessions(1_000_000), _time);
        _partition = new(_counters.NowMs);
        for (var number = 0; _viewers.Count < Titles; number++)
        {
            // The longest that there are: 200 characters of three bytes each.
            var title = $"{number}".PadRight(LiveKey.MaxIdLength, '\u4e00');
            if (LivePartitions.Of(new(LiveKind.Title, title)) == LivePartitions.Titles[3])
                _viewers.Add(Enter(title));
        }
    }

    [Fact]
    public void All_rows_come_in_parts_each_of_which_is_small_and_are_counted_once()
    {
        Assert.InRange(Report(), 10, 40);
        Assert.Equal((Titles, Titles, Titles), Counted());
        Assert.Equal(1, Report());

        foreach (var viewer in _viewers)
            viewer.Update(Starting with { State = PlaybackState.Playing, HasContentStarted = true }, _counters.NowMs);
        Assert.InRange(Report(), 10, 40);
        Assert.Equal((Titles, Titles, Titles), Counted());
        Assert.All(_partition.Keys.Where(static board => board.Key.Kind == LiveKind.Title), static board => Assert.Equal(1, board.Figures.Playing));

        foreach (var viewer in _viewers)
            viewer.Leave();
        Report();
        Report();
        Assert.Equal((0, Titles, 0), Counted());
        Assert.DoesNotContain(_counters.KeyCounters(), static gauge => gauge.Key.Kind == LiveKind.Title);
    }

    [Fact]
    public void A_part_that_is_lost_makes_all_come_again_and_nothing_counts_twice()
    {
        Report(loseAfter: 5);
        Assert.InRange(Report(), 10, 40);
        Assert.Equal((Titles, Titles, Titles), Counted());

        // What nobody holds any more goes with the last part, and not before: a count never falls because a message was too small.
        _viewers[0].Leave();
        Report(loseAfter: 0);
        var least = int.MaxValue;
        Report(after: () => least = Math.Min(least, Counted().Open));
        Assert.Equal(Titles - 1, least);
        Assert.Equal((Titles - 1, Titles, Titles), (Counted().Open, Counted().Starts, Titles));
    }

    [Fact]
    public void A_partition_that_begins_anew_counts_what_happened_before_in_no_part()
    {
        Report();
        var later = new ClusterTotals(_counters.NowMs + 60_000);
        foreach (var report in Whole())
            Assert.True(later.Accept(report, _counters.NowMs + 61_000));

        Assert.Equal((Titles, 0), (later.Keys.Sum(static board => board.Figures.Open), (int)later.EndMinute(1, _counters.NowMs + 62_000).Sum(static row => row.Minute.Starts)));
    }

    private LiveViewer Enter(string title)
    {
        var viewer = _counters.Add(new(title, title, title, "web", "vod"));
        viewer.Enter(Starting, _counters.NowMs, _counters.NowMs, isNew: true);
        return viewer;
    }

    /// <summary>Tells the partition until there is nothing more to tell; returns in how many reports.</summary>
    private int Report(int loseAfter = int.MaxValue, Action? after = null)
    {
        _time.Advance(TimeSpan.FromMilliseconds(500));
        var reports = 0;
        Assert.True(_link.TryBegin());
        do
        {
            var parcel = _link.Compose(_counters);
            var report = Of(parcel);
            Assert.InRange(Serializer.SerializeToArray(report).Length, 0, LiveSizes.MaxReportBytes + 1_024);
            _link.Confirm(parcel, reports++ < loseAfter && _partition.Accept(report, _counters.NowMs));
            after?.Invoke();
        }
        while (_link.MustSendAgain());

        return reports;
    }

    private List<LiveReport> Whole()
    {
        var (link, reports) = (new PartitionLink(LivePartitions.Titles[3]), new List<LiveReport>());
        Assert.True(link.TryBegin());
        do
        {
            var parcel = link.Compose(_counters);
            reports.Add(Of(parcel));
            link.Confirm(parcel, isTaken: true);
        }
        while (link.MustSendAgain());

        return reports;
    }

    private LiveReport Of(in PartitionLink.ReportPart parcel) => new()
    {
        Silo = "a",
        Sequence = parcel.Sequence,
        IsFull = parcel.IsFull,
        IsPartial = parcel.IsPartial,
        IsContinuation = parcel.IsContinuation,
        CountsSinceMs = _counters.CountsSinceMs,
        Rows = parcel.Rows,
        Tick = LiveTicks.At(_counters.NowMs),
    };

    private (int Open, int Starts, int Titles) Counted()
    {
        var titles = _partition.Keys.Where(static board => board.Key.Kind == LiveKind.Title).ToArray();
        return (titles.Sum(static board => board.Figures.Open), (int)titles.Sum(static board => board.Figures.Starts), titles.Count(static board => board.RowCount > 0));
    }
}
