using SessionGrains.Rooms;
using SessionGrains.Tracking;

namespace SessionGrains.Stores;

/// <summary>
/// When the session store refused, as this silo saw it. While it did, players were answered 503 and no session got an event, so the deadlines of
/// all sessions move by that time: a store that was away for ten minutes must not close every viewer's session.
/// </summary>
internal sealed class StoreOutages(TimeProvider time) : IOutages, IStoreRecovery
{
    private readonly Lock _lock = new();
    private long _lastSuccessMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private bool _isOut;
    private bool _refusesWrites;

    /// <summary>Ended outages, oldest first; only those that a living session can remember are of use.</summary>
    private (long FromMs, long ToMs)[] _ended = [];

    private const int MaxRemembered = 256;

    /// <summary>The last store operation failed, or the last write.</summary>
    public bool IsOut => Volatile.Read(ref _isOut);

    /// <summary>The last write failed. Only a write that succeeds ends that: a full disk or a full Redis can still be read.</summary>
    public bool RefusesWrites => Volatile.Read(ref _refusesWrites);

    /// <summary>Something was read, or a read found nothing.</summary>
    public void RecordRead() => RecordSuccess(isWrite: false);

    /// <summary>Something was written, or refused for its version by a store that takes writes.</summary>
    public void RecordWritten() => RecordSuccess(isWrite: true);

    void IStoreRecovery.Recovered() => RecordWritten();

    /// <summary>A read failed. The outage began with the last success before.</summary>
    public void RecordFailedRead()
    {
        lock (_lock)
        {
            _isOut = true;
        }
    }

    /// <summary>A write failed. The outage began with the last success before.</summary>
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
