using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// The group commit of one partition: one batch is in flight, and writes that arrive meanwhile form the next one. A write to an idle partition is committed at once.
/// </summary>
internal sealed class CommitPartition : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _waiting = new();
    private List<PendingWrite> _inFlight = [];
    private List<PendingWrite> _ended = [];
    private readonly Func<IReadOnlyList<PendingWrite>, Task> _commit;
    private readonly GroupCommitLimits _limits;
    private readonly CommitMetrics _instruments;
    private readonly TimeProvider _clock;
    private readonly ITimer _watchdog;
    private long _waitingBytes;
    private bool _busy;
    private bool _watched;
    private bool _closed;
    private TaskCompletionSource? _drained;

    public CommitPartition(Func<IReadOnlyList<PendingWrite>, Task> commit, GroupCommitLimits limits, CommitMetrics instruments, TimeProvider clock)
    {
        _commit = commit;
        _limits = limits;
        _instruments = instruments;
        _clock = clock;
        _watchdog = clock.CreateTimer(static state => ((CommitPartition)state!).GiveUpOnOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Queues a write; the task ends when it is durable, with its new version.</summary>
    public Task<long> CommitAsync(PendingWrite write)
    {
        write.QueuedAt = _clock.GetTimestamp();
        lock (_gate)
        {
            if (_closed || _waiting.Count >= _limits.QueueRecords || _waitingBytes + write.Length > _limits.QueueBytes)
            {
                write.Record?.Release();
                return Task.FromException<long>(new StoreUnavailableException(
                    _closed ? "The session store is shutting down." : "Too many writes are waiting for the session store."));
            }

            _waiting.Enqueue(write);
            _waitingBytes += write.Length;
            Watch(_limits.WriteTimeout);
            if (_busy)
                return write.Task;

            _busy = true;
        }

        // Off the grain's scheduler, so that following batches do not need it.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return write.Task;
    }

    /// <summary>Refuses further writes; the task ends with the last accepted one.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_busy)
                return Task.CompletedTask;

            _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    public void Dispose() => _watchdog.Dispose();

    void IThreadPoolWorkItem.Execute() => _ = CommitBatchesAsync();

    private async Task CommitBatchesAsync()
    {
        while (TakeBatch())
        {
            var began = _clock.GetTimestamp();
            try
            {
                await _commit(_inFlight);
                _instruments.RecordStored(_inFlight.Count, _clock.GetElapsedTime(began));
                EndBatch(null);
            }
            catch (Exception e)
            {
                _instruments.RecordFailure();
                EndBatch(e);
            }
        }
    }

    private bool TakeBatch()
    {
        lock (_gate)
        {
            var bytes = 0L;
            while (_inFlight.Count < _limits.BatchRecords && _waiting.TryPeek(out var next) && (bytes == 0 || bytes + next.Length <= _limits.BatchBytes))
            {
                bytes += next.Length;
                _inFlight.Add(_waiting.Dequeue());
            }

            _waitingBytes -= bytes;
            if (_inFlight.Count > 0)
                return true;

            _busy = false;
            _drained?.TrySetResult();
            return false;
        }
    }

    private void EndBatch(Exception? failure)
    {
        lock (_gate)
        {
            (_inFlight, _ended) = (_ended, _inFlight);
        }

        foreach (var write in _ended)
        {
            if (failure is null)
            {
                write.Record?.Release();
                write.Complete();
            }
            else
            {
                // Its buffer is left to the garbage collector: a client that gave up may still be sending it.
                Fail(write, (failure as StoreUnavailableException)?.Message ?? "The session store failed.", failure);
            }
        }

        _ended.Clear();
    }

    /// <summary>
    /// Fails all writes that are not durable in time. Those in flight may still be stored, so their writers must read before they write again, or the version check rejects
    /// them. Those still queued are dropped.
    /// </summary>
    private void GiveUpOnOverdue()
    {
        var overdue = new List<PendingWrite>();
        lock (_gate)
        {
            _watched = false;
            var oldest = TimeSpan.Zero;
            foreach (var write in _inFlight)
            {
                if (IsOverdue(write, ref oldest))
                    overdue.Add(write);
            }

            while (_waiting.TryPeek(out var write) && IsOverdue(write, ref oldest))
            {
                _waiting.Dequeue();
                _waitingBytes -= write.Length;
                write.Record?.Release();
                overdue.Add(write);
            }

            if (_inFlight.Count + _waiting.Count > 0)
                Watch(_limits.WriteTimeout - oldest);
        }

        foreach (var write in overdue)
            Fail(write, "The session store did not answer in time.", null);
    }

    /// <summary>Also updates <paramref name="oldest"/>, the greatest age of those that are not overdue.</summary>
    private bool IsOverdue(PendingWrite write, ref TimeSpan oldest)
    {
        var age = _clock.GetElapsedTime(write.QueuedAt);
        if (age >= _limits.WriteTimeout)
            return true;

        if (age > oldest)
            oldest = age;
        return false;
    }

    /// <summary>Arms the single timer for all writes; one per write would cost more than the write.</summary>
    private void Watch(TimeSpan dueTime)
    {
        if (_watched)
            return;

        _watched = true;
        _watchdog.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    private static void Fail(PendingWrite write, string message, Exception? cause) =>
        write.TrySetException(cause is null ? new StoreUnavailableException(message) : new StoreUnavailableException(message, cause));
}
