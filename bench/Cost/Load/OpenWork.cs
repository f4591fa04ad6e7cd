namespace SessionGrains.Bench.Cost;

/// <summary>Opens a session in each slot from the first free one to the last.</summary>
internal sealed class OpenWork(LivePool pool, int upTo, EventTemplate start) : IWork
{
    private int _next = pool.Count;

    public int Next(RequestBuffer into)
    {
        if (_next >= upTo)
            return -1;

        pool.WriteStart(into, _next, start);
        return _next++;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
        pool.Opened(slot, id);
        pool.Count = Math.Max(pool.Count, slot + 1);
    }
}
