using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using SessionGrains.Live;
using SessionGrains.Sessions;
using SessionGrains.Tracking;

namespace SessionGrains.Bench.Micro;

/// <summary>What the live counts take of an event: a ping, which changes nothing but time, and one that makes a viewer of another state.</summary>
public class CountingPings
{
    private static readonly LiveSight Playing = new(true, false, PlaybackState.Playing, PlaybackPlace.Content, true, 0, 0, 3_000_000);
    private static readonly LiveSight Paused = Playing with { State = PlaybackState.Paused };

    private LiveViewer _viewer = null!;
    private long _nowMs;

    [GlobalSetup]
    public void Setup()
    {
        var counters = new LiveCounters(new SilenceWheel(TimeProvider.System), new OpenSessions(Options.Create(new SessionsOptions())), TimeProvider.System);
        _nowMs = counters.NowMs;
        _viewer = counters.Admit(new("film", "Film", "films", "web", "vod"));
        _viewer.Enter(Playing, _nowMs, _nowMs, isNew: true);
    }

    [Benchmark]
    public void Ping() => _viewer.See(Playing, _nowMs++);

    [Benchmark(OperationsPerInvoke = 2)]
    public void PauseAndPlay()
    {
        _viewer.See(Paused, _nowMs++);
        _viewer.See(Playing, _nowMs++);
    }
}
