using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// When the session store refused, as this silo saw it. While it did, players were answered 503 and no session got an event, so the deadlines of
/// all sessions move by that time: a store that was away for ten minutes must not close every viewer's session.
/// </summary>
internal sealed class StoreOutages(TimeProvider time) : IOutages
{
    private readonly Lock _lock = new();
    private long _lastSuccessMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private bool _isOut;

    /// <summary>Ended outages, oldest first; only those that a living session can remember are of use.</summary>
    private (long FromMs, long ToMs)[] _ended = [];

    private const int MostRemembered = 256;

    /// <summary>The last store operation failed.</summary>
    public bool IsOut => Volatile.Read(ref _isOut);

    /// <summary>A store operation succeeded.</summary>
    public void NoteSuccess()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!Volatile.Read(ref _isOut))
        {
            Volatile.Write(ref _lastSuccessMs, now);
            return;
        }

        lock (_lock)
        {
            if (_isOut)
            {
                _ended = [.. _ended.Skip(Math.Max(0, _ended.Length - MostRemembered + 1)), (_lastSuccessMs, now)];
                _lastSuccessMs = now;
                _isOut = false;
            }
        }
    }

    /// <summary>A store operation failed. The outage began with the last success before.</summary>
    public void NoteFailure()
    {
        lock (_lock)
        {
            _isOut = true;
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

    private static long Overlap(long sinceMs, long fromMs, long toMs) => Math.Max(0, toMs - Math.Max(sinceMs, fromMs));
}
