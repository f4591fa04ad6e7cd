using SessionGrains.Live;

namespace SessionGrains.Bench.Micro;

/// <summary>What a silo does each half second to tell the partitions what changed: all reports made and confirmed, but not sent.</summary>
public class ReportingCounts
{
    private readonly Dictionary<string, PartitionLink> _links = LivePartitions.All.ToDictionary(static name => name, static name => new PartitionLink(name));
    private SiloCounters _counters = null!;
    private LiveViewer[] _viewers = null!;
    private bool _isPaused;

    /// <summary>Titles that are watched, each by one viewer.</summary>
    [Params(1_000, 100_000)]
    public int Titles { get; set; }

    /// <summary>Viewers that change their state in a half second.</summary>
    [Params(0, 100)]
    public int Changes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _counters = Audience.NewCounters();
        _viewers = [.. Enumerable.Range(0, Titles).Select(number => _counters.Add(new($"film-{number}", "Film", "films", "web", "vod")))];
        foreach (var viewer in _viewers)
            viewer.Enter(Audience.Playing, _counters.NowMs, _counters.NowMs, isNew: true);
        Report();
    }

    [Benchmark]
    public int Report()
    {
        _isPaused = !_isPaused;
        for (var at = 0; at < Changes; at++)
            _viewers[at * (Titles / 1_000)].Update(_isPaused ? Audience.Paused : Audience.Playing, _counters.NowMs);

        var rows = 0;
        foreach (var link in _links.Values)
        {
            var parcel = link.Compose(_counters);
            link.Confirm(parcel, isTaken: true);
            rows += parcel.Rows.Length;
        }

        return rows;
    }
}
