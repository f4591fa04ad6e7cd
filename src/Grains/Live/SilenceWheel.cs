using SessionGrains.Timeouts;

namespace SessionGrains.Live;

/// <summary>
/// Finds the sessions that had no event for 60 s. If a session had an event when its slot comes up, it moves to a later slot, so a session that pings costs one
/// check per minute.
/// </summary>
internal sealed class SilenceWheel(TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>After this time without an event a session is open but has no viewer: six pings of content.</summary>
    public const long SilenceMs = 60_000;

    private readonly Lock _lock = new();
    private readonly TimerWheel<LiveViewer> _wheel = new(time.GetUtcNow().ToUnixTimeMilliseconds());
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static wheel => ((SilenceWheel)wheel!).CheckDue(), this, TimerWheel<LiveViewer>.Period, TimerWheel<LiveViewer>.Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Adds a session, to be checked after 60 s without an event.</summary>
    public void Add(LiveViewer viewer)
    {
        lock (_lock)
        {
            Insert(viewer);
        }
    }

    private void CheckDue()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        while (TakeDue(now) is { } due)
        {
            var heard = due.Where(viewer => !viewer.MarkSilentIfDue(now)).ToList();
            lock (_lock)
            {
                heard.ForEach(Insert);
            }
        }
    }

    private Bucket<LiveViewer>? TakeDue(long nowMs)
    {
        lock (_lock)
        {
            return _wheel.TakeDue(nowMs)?.Items;
        }
    }

    private void Insert(LiveViewer viewer) => _wheel.Add(viewer, viewer.HeardAtMs + SilenceMs);
}
