namespace SessionGrains.Bench.Cost;

/// <summary>Pings one session after another, each time 10 s later by the player's clock and playhead.</summary>
/// <param name="stride">1 pings all live sessions of the pool, 10 every tenth.</param>
/// <param name="requests">So many and no more.</param>
/// <param name="ping">What is sent; a ping of the Media Collection API if left out.</param>
internal sealed class PingWork(LivePool pool, int stride = 1, long requests = long.MaxValue, EventTemplate? ping = null) : IWork
{
    private readonly EventTemplate _ping = ping ?? RecordedTraffic.Of("ping");

    private int _next = -stride;
    private long _left = requests;

    public int Next(RequestBuffer into)
    {
        if (_left-- <= 0)
            return -1;

        do
            _next = _next + stride >= pool.Count ? 0 : _next + stride;
        while (pool.IsBusy(_next) || pool.Step(_next) == 0);

        pool.IsBusy(_next) = true;
        pool.WriteEvent(into, _next, _ping, 10_000, movesPlayhead: true);
        return _next;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id) => pool.IsBusy(slot) = false;
}
