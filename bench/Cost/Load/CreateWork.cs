namespace SessionGrains.Bench.Cost;

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
