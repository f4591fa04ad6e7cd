using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Load;

/// <summary>Sends the same event once to every session that is open, or to every so manieth.</summary>
internal sealed class EverySessionOnce(LivePool pool, EventTemplate template, int stride = 1) : IWork
{
    private int _next;

    public int Next(RequestBuffer into)
    {
        while (_next < pool.Count && pool.Step(_next) == 0)
            _next += stride;

        if (_next >= pool.Count)
            return -1;

        var slot = _next;
        _next += stride;
        pool.WriteEvent(into, slot, template, 1_000, movesPlayhead: false);
        return slot;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
    }
}
