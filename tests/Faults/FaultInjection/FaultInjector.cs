namespace SessionGrains.Faults.Tests;

/// <summary>Kills and pauses one thing after another, and starts each again after a moment.</summary>
internal sealed class FaultInjector(ServiceUnderTest service, RedisProcess? redis, Answers answers, int seed)
{
    /// <summary>Time for a silo that was declared dead to notice that and end.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(5);

    private readonly Random _random = new(seed);

    public List<DoneFault> Done { get; } = [];

    public async Task DoAsync(FaultPlan plan)
    {
        foreach (var fault in plan.InOrderOf(_random))
        {
            var next = Task.Delay(plan.Pace * (0.8 + (0.4 * _random.NextDouble())));
            await DoAsync(fault);
            await next;
        }

        await Task.Delay(plan.Pace);
    }

    private async Task DoAsync(Fault fault)
    {
        var victim = _random.Next(fault == Fault.FrontDoorKilled ? service.Ports.Count : service.Silos);
        var moment = TimeSpan.FromMilliseconds(_random.Next(200, 4_000));
        var at = answers.Now;
        switch (fault)
        {
            case Fault.SiloKilled:
                service.KillSilo(victim);
                await Task.Delay(moment);
                await service.StartSiloAsync(victim);
                break;
            case Fault.SiloPaused:
                await PauseAsync(victim, moment * 2);
                break;
            case Fault.SiloHung:
                await PauseAsync(victim, TimeSpan.FromSeconds(_random.Next(20, 23)));
                break;
            case Fault.FrontDoorKilled:
                service.KillFrontDoor(victim);
                await Task.Delay(moment);
                await service.StartFrontDoorAsync(victim);
                break;
            default:
                await redis!.KillAsync();
                await Task.Delay(moment);
                await redis.StartAgainAsync();
                break;
        }

        Done.Add(new DoneFault(fault, at, answers.Now));
    }

    private async Task PauseAsync(int silo, TimeSpan time)
    {
        service.PauseSilo(silo);
        await Task.Delay(time);
        await service.ResumeSiloAsync(silo, Watch);
    }
}
