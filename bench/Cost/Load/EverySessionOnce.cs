namespace SessionGrains.Bench.Cost;

/// <summary>
/// Sends the same event once to every session that is open, or to every so manieth, 1 s after its last one by the player's clock.
/// </summary>
/// <param name="movesPlayhead">Whether it plays: a ping that finds the playhead where it was is the beginning of a stall.</param>
internal sealed class EverySessionOnce(LivePool pool, EventTemplate template, int stride = 1, bool movesPlayhead = false) : IWork
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
        pool.WriteEvent(into, slot, template, 1_000, movesPlayhead);
        return slot;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
    }
}
