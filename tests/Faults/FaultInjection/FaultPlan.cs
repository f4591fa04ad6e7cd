namespace SessionGrains.Faults.Tests;

/// <summary>The faults of a run, evenly spread, in an order given by a seed.</summary>
internal sealed record FaultPlan(TimeSpan Duration, int SiloKills, int Pauses, int Hangs, int FrontDoorKills, int RedisKills)
{
    public TimeSpan Pace => Duration / (SiloKills + Pauses + Hangs + FrontDoorKills + RedisKills + 1);

    public Fault[] InOrderOf(Random random)
    {
        Fault[] faults =
        [
            .. Enumerable.Repeat(Fault.SiloKilled, SiloKills), .. Enumerable.Repeat(Fault.SiloPaused, Pauses),
            .. Enumerable.Repeat(Fault.SiloHung, Hangs), .. Enumerable.Repeat(Fault.FrontDoorKilled, FrontDoorKills), .. Enumerable.Repeat(Fault.RedisKilled, RedisKills),
        ];
        random.Shuffle(faults);
        return faults;
    }
}
