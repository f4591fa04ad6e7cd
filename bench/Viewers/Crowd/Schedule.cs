namespace SessionGrains.Viewers;

/// <summary>
/// Whose turn it is when: one queue and one loop for the whole crowd, because ten thousand tasks that each wait by themselves cost more than what
/// they wait for.
/// </summary>
internal sealed class Schedule(CrowdClock clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly PriorityQueue<Viewer, long> _turns = new();
    private readonly List<Viewer> _due = [];
    private readonly Lock _lock = new();
    private long _worstLagMs;

    /// <summary>By how much a turn came too late since the last call, real time: the crowd's own machine is short of processor.</summary>
    public TimeSpan TakeWorstLag() => clock.Real(Interlocked.Exchange(ref _worstLagMs, 0));

    public void Add(Viewer viewer, long atMs)
    {
        lock (_lock)
            _turns.Enqueue(viewer, atMs);
    }

    /// <summary>Gives turns until it is cancelled.</summary>
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
            // That is how it ends.
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
