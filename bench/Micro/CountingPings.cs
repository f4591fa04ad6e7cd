using SessionGrains.Live;

namespace SessionGrains.Bench.Micro;

/// <summary>What the live counts take of an event: a ping, which changes nothing but time, and one that makes a viewer of another state.</summary>
public class CountingPings
{
    private LiveViewer _viewer = null!;
    private long _nowMs;

    [GlobalSetup]
    public void Setup()
    {
        var counters = Audience.NewCounters();
        _nowMs = counters.NowMs;
        _viewer = counters.Add(new("film", "Film", "films", "web", "vod"));
        _viewer.Enter(Audience.Playing, _nowMs, _nowMs, isNew: true);
    }

    [Benchmark]
    public void Ping() => _viewer.Update(Audience.Playing, _nowMs++);

    [Benchmark(OperationsPerInvoke = 2)]
    public void PauseAndPlay()
    {
        _viewer.Update(Audience.Paused, _nowMs++);
        _viewer.Update(Audience.Playing, _nowMs++);
    }
}
