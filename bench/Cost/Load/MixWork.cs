namespace SessionGrains.Bench.Cost;

/// <summary>Sends one session after another what comes next in its <see cref="ViewerHour"/>; who ends begins again as somebody else.</summary>
internal sealed class MixWork(LivePool pool) : IWork
{
    private int _next;

    public int Next(RequestBuffer into)
    {
        do
            _next = _next + 1 == pool.Count ? 0 : _next + 1;
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
        if (id.IsEmpty)
            pool.Step(slot) = (short)((pool.Step(slot) + 1) % ViewerHour.Steps.Count);
        else
            pool.Opened(slot, id);

        pool.IsBusy(slot) = false;
    }
}
