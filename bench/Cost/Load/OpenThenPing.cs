namespace SessionGrains.Bench.Cost;

/// <summary>Opens a session in each slot, then pings them without end.</summary>
internal sealed class OpenThenPing(LivePool pool) : IWork
{
    private readonly OpenWork _opening = new(pool, pool.Capacity, RecordedTraffic.Of("sessionStart"));
    private readonly PingWork _pinging = new(pool);

    public int Next(RequestBuffer into) => _opening.Next(into) is >= 0 and var slot ? slot : _pinging.Next(into);

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
        IWork work = id.IsEmpty ? _pinging : _opening;
        work.Answered(slot, id);
    }
}
