namespace SessionGrains.Faults.Tests;

/// <summary>Delays the requests of some nodes to others, and their answers. Needs a network whose connections lead through proxies.</summary>
internal sealed record SlowWays(string Name, TimeSpan Delay, params Way[] Calls) : NetworkFault(Name)
{
    public override void Begin(FaultNetwork network) => network.Delays = Calls.Select(call => (call, Delay)).ToArray();

    public override Task HealAsync(FaultNetwork network)
    {
        network.Delays = [];
        return Task.CompletedTask;
    }
}
