using SessionGrains.Rooms;
using SessionGrains.Tracking;

namespace SessionGrains.Stores;

/// <summary>
/// The outages of the session store, as seen by this silo. During an outage players are answered 503 and no session gets an event, so all deadlines move by its
/// duration: a store that was unavailable for ten minutes must not close every session.
/// </summary>
internal sealed class StoreOutages(TimeProvider time) : IOutages, IStoreRecovery
{
    private readonly Lock _lock = new();
    private long _lastSuccessMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private bool _isOut;
    private bool _refusesWrites;

    /// <summary>Ended outages, oldest first. Only those during the life of an open session matter.</summary>
    private (long FromMs, long ToMs)[] _ended = [];

    private const int MaxRemembered = 256;

    /// <summary>True if the last store operation failed, or the last write.</summary>
    public bool IsOut => Volatile.Read(ref _isOut);

    /// <summary>True if the last write failed. Only a successful write ends this: a full disk or a full Redis can still be read.</summary>
    public bool RefusesWrites => Volatile.Read(ref _refusesWrites);

    /// <summary>Records a successful read, even if it found nothing.</summary>
    public void RecordRead() => RecordSuccess(isWrite: false);

    /// <summary>Records a successful write, or one refused for its version by a store that accepts writes.</summary>
    public void RecordWritten() => RecordSuccess(isWrite: true);

    void IStoreRecovery.Recovered() => RecordWritten();

    /// <summary>Records a failed read. The outage began with the last success before it.</summary>
    public void RecordFailedRead()
    {
        lock (_lock)
        {
            _isOut = true;
        }
    }

    /// <summary>Records a failed write. The outage began with the last success before it.</summary>
    public void RecordFailedWrite()
    {
        lock (_lock)
        {
            _isOut = _refusesWrites = true;
        }
    }

    /// <inheritdoc/>
    public long TotalMsSince(long fromMs)
    {
        if (!Volatile.Read(ref _isOut) && _ended.Length == 0)
        {
            return 0;
        }

        lock (_lock)
        {
            var total = _isOut ? Overlap(fromMs, _lastSuccessMs, time.GetUtcNow().ToUnixTimeMilliseconds()) : 0;
            foreach (var (from, to) in _ended)
            {
                total += Overlap(fromMs, from, to);
            }

            return total;
        }
    }

    private void RecordSuccess(bool isWrite)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!Volatile.Read(ref _isOut))
        {
            Volatile.Write(ref _lastSuccessMs, now);
            return;
        }

        lock (_lock)
        {
            if (_isOut && (isWrite || !_refusesWrites))
            {
                _ended = [.. _ended.Skip(Math.Max(0, _ended.Length - MaxRemembered + 1)), (_lastSuccessMs, now)];
                _lastSuccessMs = now;
                _isOut = _refusesWrites = false;
            }
        }
    }

    private static long Overlap(long sinceMs, long fromMs, long toMs) => Math.Max(0, toMs - Math.Max(sinceMs, fromMs));
}
