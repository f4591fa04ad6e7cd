namespace SessionGrains.Live;

/// <summary>The event rate and the write latency of a silo over the last reports.</summary>
internal sealed class SiloRates
{
    private const int MaxSamples = 10;

    private readonly Queue<(long AtMs, long Events, long Writes, TimeSpan WriteTime)> _past = new();

    public SiloHealth Measure(SiloCounters counters, long nowMs)
    {
        var (events, writes, writeTime) = counters.Work;
        _past.Enqueue((nowMs, events, writes, writeTime));
        if (_past.Count > MaxSamples)
            _past.Dequeue();

        var then = _past.Peek();
        var seconds = (nowMs - then.AtMs) / 1000.0;
        return new(
            counters.Sessions,
            seconds > 0 ? (events - then.Events) / seconds : 0,
            writes > then.Writes ? (writeTime - then.WriteTime).TotalMilliseconds / (writes - then.Writes) : null);
    }
}
