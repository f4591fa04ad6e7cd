using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Load;

/// <summary>Sends every slot of a pool, once, the same: its start, or an event after it.</summary>
internal sealed class EverySlotOnce(LivePool pool, int from, int to, EventTemplate template, bool isStart) : IWork
{
    private int _next = from;

    public int Next(RequestBuffer into)
    {
        if (_next == to)
            return -1;

        var slot = _next++;
        if (isStart)
            pool.WriteStart(into, slot, template);
        else
            pool.WriteEvent(into, slot, template, 1_000, movesPlayhead: false);

        return slot;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
        if (isStart)
            pool.Opened(slot, id);
    }
}

/// <summary>Opens sessions without end, beside the ones of the pool. They stay open and are never heard of again.</summary>
internal sealed class CreateWork : IWork
{
    private readonly LivePool _nobody = new(1);

    public int Next(RequestBuffer into)
    {
        _nobody.WriteStart(into, 0, RecordedTraffic.Of("sessionStart"));
        return 0;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
    }
}

/// <summary>Pings one session after another, each time 10 s later by the player's clock and playhead.</summary>
internal sealed class PingWork(LivePool pool, int sessions) : IWork
{
    private static readonly EventTemplate Ping = RecordedTraffic.Of("ping");

    private int _next;

    public int Next(RequestBuffer into)
    {
        do
            _next = _next + 1 >= sessions ? 0 : _next + 1;
        while (pool.IsBusy(_next) || pool.Step(_next) == 0);

        pool.IsBusy(_next) = true;
        pool.WriteEvent(into, _next, Ping, 10_000, movesPlayhead: true);
        return _next;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id) => pool.IsBusy(slot) = false;
}

/// <summary>Sends one session after another what comes next in its <see cref="ViewerHour"/>; who ends begins again as somebody else.</summary>
internal sealed class MixWork(LivePool pool) : IWork
{
    private int _next;

    public int Next(RequestBuffer into)
    {
        do
            _next = _next + 1 == pool.Capacity ? 0 : _next + 1;
        while (pool.IsBusy(_next));

        pool.IsBusy(_next) = true;
        var step = ViewerHour.Steps[pool.Step(_next)];
        if (pool.Step(_next) == 0)
            pool.WriteStart(into, _next, step.Template);
        else
            pool.WriteEvent(into, _next, step.Template, step.AfterMs, step.MovesPlayhead);

        return _next;
    }

    public void Answered(int slot, ReadOnlySpan<byte> id)
    {
        if (!id.IsEmpty)
            pool.Opened(slot, id);

        pool.Step(slot) = (short)((pool.Step(slot) + 1) % ViewerHour.Steps.Count);
        pool.IsBusy(slot) = false;
    }
}
