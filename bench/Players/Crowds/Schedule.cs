namespace SessionGrains.Players;

/// <summary>
/// The times at which viewers act: one queue and one loop for the whole crowd, because ten thousand tasks with their own timers cost more than the requests.
/// </summary>
internal sealed class Schedule(CrowdClock clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly PriorityQueue<Viewer, long> _turns = new();
    private readonly List<Viewer> _due = [];
    private readonly Lock _lock = new();
    private long _worstLagMs;

    /// <summary>The greatest delay of a turn since the last call, in real time. More than a few milliseconds: the machine of the crowd is overloaded.</summary>
    public TimeSpan TakeWorstLag() => clock.Real(Interlocked.Exchange(ref _worstLagMs, 0));

    public void Add(Viewer viewer, long atMs)
    {
        lock (_lock)
            _turns.Enqueue(viewer, atMs);
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ticks = new PeriodicTimer(Tick, clock.Time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stopping))
            {
                var now = clock.NowMs;
                TakeDue(now);
                foreach (var viewer in _due)
                    viewer.Act(now);

                _due.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // The crowd has ended.
        }
    }

    private void TakeDue(long now)
    {
        lock (_lock)
        {
            while (_turns.TryPeek(out var viewer, out var at) && at <= now)
            {
                _turns.Dequeue();
                _due.Add(viewer);
                _worstLagMs = Math.Max(_worstLagMs, now - at);
            }
        }
    }
}
