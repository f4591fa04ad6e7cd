using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SessionGrains.Quarantine;

namespace SessionGrains.Timeouts;

/// <summary>
/// The deadlines of the sessions on this silo: slots of one second, one entry per activation for life. When an entry's slot comes up and its
/// deadline has moved on, it is put into the slot of that; otherwise the session is told. So a session that pings costs one look per
/// idle timeout, and no message.
/// </summary>
internal sealed partial class DeadlineWheel(IGrainFactory grains, TimeProvider time, ILogger<DeadlineWheel> logger) : IHostedService, IDisposable
{
    private const long RetryMs = 5_000;
    private const int MaxConcurrentCalls = 256;

    private readonly Lock _lock = new();
    private readonly TimerWheel<DeadlineEntry> _wheel = new(time.GetUtcNow().ToUnixTimeMilliseconds());
    private readonly SemaphoreSlim _calls = new(MaxConcurrentCalls);
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private int _turning;

    /// <summary>The slot whose sessions are being told; 0: all are told.</summary>
    private uint _currentSlot;

    /// <summary>How long the sessions that are to be told have been waiting for it; zero while the wheel keeps up.</summary>
    public TimeSpan Lag
    {
        get
        {
            var weights = Volatile.Read(ref _currentSlot);
            var waitedMs = time.GetUtcNow().ToUnixTimeMilliseconds() - (weights == 0 ? _wheel.NextAtMs : TimerWheel<DeadlineEntry>.DueAtMs(weights));
            return TimeSpan.FromMilliseconds(Math.Max(0, waitedMs));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static wheel => _ = ((DeadlineWheel)wheel!).Turn(), this, TimerWheel<DeadlineEntry>.Period, TimerWheel<DeadlineEntry>.Period);
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

    /// <summary>A new entry that comes up when <paramref name="dueAtMs"/> has passed (milliseconds since 1970-01-01 UTC).</summary>
    public DeadlineEntry Add(IdSpan session, long dueAtMs)
    {
        var entry = new DeadlineEntry(session, dueAtMs);
        lock (_lock)
        {
            Insert(entry, dueAtMs);
        }

        return entry;
    }

    /// <summary>Lets an entry come up at another time. A later one is a field write.</summary>
    public void Move(DeadlineEntry entry, long dueAtMs)
    {
        var before = entry.DueAtMs;
        entry.DueAtMs = dueAtMs;
        if (dueAtMs < before && !entry.IsAbandoned)
        {
            Advance(entry);
        }
    }

    private void Advance(DeadlineEntry entry)
    {
        lock (_lock)
        {
            if (TimerWheel<DeadlineEntry>.SlotOf(entry.DueAtMs) < entry.Slot)
            {
                Insert(entry, entry.DueAtMs);
            }
        }
    }

    /// <summary>Looks at all slots that have come up; at most one turn at a time.</summary>
    private async Task Turn()
    {
        if (Interlocked.Exchange(ref _turning, 1) == 1)
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
            // The silo stops; its sessions are found by the others.
        }
        finally
        {
            Volatile.Write(ref _currentSlot, 0);
            Volatile.Write(ref _turning, 0);
        }
    }

    /// <summary>The entries whose deadline has passed, from the first slot that has any; those with a later one are put there. Null: none.</summary>
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
        long? next;
        try
        {
            next = await grains.GetGrain<ITimedSession>(entry.Session.ToString()).HandleDeadline();

            // Its activation may want to be looked at earlier, for something that is not stored yet.
            if (next > entry.DueAtMs && entry.DueAtMs > time.GetUtcNow().ToUnixTimeMilliseconds() && !entry.IsAbandoned)
            {
                next = entry.DueAtMs;
            }
        }
        catch (UnreadableRecordException)
        {
            // It is in quarantine: noted, and looked at now and then.
            next = time.GetUtcNow().ToUnixTimeMilliseconds() + DeadlineSweepService.UnreadableRetryMs;
            isDone = false;
        }
        catch (Exception exception)
        {
            LogDeadlineFailed(exception.GetType().Name);
            next = time.GetUtcNow().ToUnixTimeMilliseconds() + RetryMs;
            isDone = false;
        }
        finally
        {
            _calls.Release();
        }

        // The entry of a session that finished stays without an activation until the session is to be forgotten.
        if (next is { } dueAtMs && !isDone && !_stopping.IsCancellationRequested)
        {
            lock (_lock)
            {
                Insert(entry, dueAtMs);
            }
        }
    }

    private void Insert(DeadlineEntry entry, long dueAtMs) => entry.Slot = _wheel.Add(entry, dueAtMs);

    [LoggerMessage(1001, LogLevel.Warning, "A session could not meet its deadline ({Reason}); it is tried again in 5 s.")]
    private partial void LogDeadlineFailed(string reason);
}
