using SessionGrains.Quarantine;

namespace SessionGrains.Timeouts;

/// <summary>
/// The deadlines of the sessions on this silo: slots of one second, and one entry per activation. When an entry's slot comes up and its deadline has moved, the
/// entry goes into a later slot; otherwise the session is called. So a session that pings costs one check per idle timeout, and no message.
/// </summary>
internal sealed partial class DeadlineWheel(IGrainFactory grains, TimeProvider time, ILogger<DeadlineWheel> logger) : IHostedService, IDisposable
{
    private const long RetryMs = 5_000;
    private const int MaxConcurrentCalls = 256;

    private readonly Lock _lock = new();
    private readonly TimerWheel<DeadlineEntry> _wheel = new(time.GetUtcNow().ToUnixTimeMilliseconds());
    private readonly SemaphoreSlim _calls = new(MaxConcurrentCalls);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The calls that may be in flight: each that fails takes one away and each that succeeds gives one back. One always remains.</summary>
    private int _places = MaxConcurrentCalls;

    private ITimer? _timer;
    private int _isHandling;

    /// <summary>The slot whose sessions are being called; 0 for none.</summary>
    private uint _currentSlot;

    /// <summary>How long the oldest due sessions have been waiting; zero while the wheel keeps up.</summary>
    public TimeSpan Lag
    {
        get
        {
            var currentSlot = Volatile.Read(ref _currentSlot);
            var waitedMs = time.GetUtcNow().ToUnixTimeMilliseconds() - (currentSlot == 0 ? _wheel.NextAtMs : TimerWheel<DeadlineEntry>.DueAtMs(currentSlot));
            return TimeSpan.FromMilliseconds(Math.Max(0, waitedMs));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static wheel => _ = ((DeadlineWheel)wheel!).HandleDue(), this, TimerWheel<DeadlineEntry>.Period, TimerWheel<DeadlineEntry>.Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return _stopping.CancelAsync();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
        _calls.Dispose();
    }

    /// <summary>Adds an entry that comes up after <paramref name="dueAtMs"/> (milliseconds since 1970-01-01 UTC).</summary>
    public DeadlineEntry Add(IdSpan session, long dueAtMs)
    {
        var entry = new DeadlineEntry(session, dueAtMs);
        lock (_lock)
        {
            Insert(entry, dueAtMs);
        }

        return entry;
    }

    /// <summary>Moves an entry to another time. A later time is a field write.</summary>
    public void Move(DeadlineEntry entry, long dueAtMs)
    {
        var before = entry.DueAtMs;
        entry.DueAtMs = dueAtMs;
        if (dueAtMs < before && !entry.IsAbandoned)
        {
            MoveEarlier(entry);
        }
    }

    private void MoveEarlier(DeadlineEntry entry)
    {
        lock (_lock)
        {
            if (TimerWheel<DeadlineEntry>.SlotOf(entry.DueAtMs) < entry.Slot)
            {
                Insert(entry, entry.DueAtMs);
            }
        }
    }

    /// <summary>Handles all slots that have come up; one run at a time.</summary>
    private async Task HandleDue()
    {
        if (Interlocked.Exchange(ref _isHandling, 1) == 1)
        {
            return;
        }

        try
        {
            while (TakeDue() is { } due)
            {
                foreach (var entry in due)
                {
                    await _calls.WaitAsync(_stopping.Token);
                    _ = Notify(entry);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops; other silos find its sessions.
        }
        finally
        {
            Volatile.Write(ref _currentSlot, 0);
            Volatile.Write(ref _isHandling, 0);
        }
    }

    /// <summary>The entries of the first slot with due ones; entries with a later deadline are moved. Null if none is due.</summary>
    private List<DeadlineEntry>? TakeDue()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            while (_wheel.TakeDue(now) is { } slot)
            {
                var due = new List<DeadlineEntry>();
                foreach (var entry in slot.Items.Where(entry => entry.Slot == slot.Slot))
                {
                    if (entry.DueAtMs > now && !entry.IsAbandoned)
                    {
                        Insert(entry, entry.DueAtMs);
                    }
                    else
                    {
                        due.Add(entry);
                    }
                }

                if (due.Count > 0)
                {
                    Volatile.Write(ref _currentSlot, slot.Slot);
                    return due;
                }
            }
        }

        return null;
    }

    private async Task Notify(DeadlineEntry entry)
    {
        var isDone = entry.IsAbandoned;
        var hasFailed = false;
        long? next;
        try
        {
            next = await grains.GetGrain<ITimedSession>(entry.Session.ToString()).HandleDeadline();

            // The activation may have asked for an earlier time, for a change that is not stored yet.
            if (next > entry.DueAtMs && entry.DueAtMs > time.GetUtcNow().ToUnixTimeMilliseconds() && !entry.IsAbandoned)
            {
                next = entry.DueAtMs;
            }
        }
        catch (UnreadableRecordException)
        {
            // It is in quarantine and checked rarely.
            next = time.GetUtcNow().ToUnixTimeMilliseconds() + DeadlineSweepService.UnreadableRetryMs;
            isDone = false;
        }
        catch (Exception exception)
        {
            LogDeadlineFailed(exception.GetType().Name);
            next = time.GetUtcNow().ToUnixTimeMilliseconds() + RetryMs;
            (isDone, hasFailed) = (false, true);

            // A session that could not store its close has already asked for the end of its retention.
            entry.DueAtMs = next.Value;
        }
        finally
        {
            ReturnPlace(hasFailed);
        }

        // The entry of a finished session stays without an activation until the end of its retention.
        if (next is { } dueAtMs && !isDone && !_stopping.IsCancellationRequested)
        {
            lock (_lock)
            {
                Insert(entry, dueAtMs);
            }
        }
    }

    /// <summary>Fewer at once while calls fail: where the memory or the store is full, many together fail that one by one would succeed.</summary>
    private void ReturnPlace(bool hasFailed)
    {
        lock (_calls)
        {
            var places = Math.Clamp(_places + (hasFailed ? -1 : 1), 1, MaxConcurrentCalls);
            if (places >= _places)
            {
                _calls.Release(1 + places - _places);
            }

            _places = places;
        }
    }

    private void Insert(DeadlineEntry entry, long dueAtMs) => entry.Slot = _wheel.Add(entry, dueAtMs);

    [LoggerMessage(1001, LogLevel.Warning, "A session could not handle its deadline ({Reason}); retrying in 5 s.")]
    private partial void LogDeadlineFailed(string reason);
}
