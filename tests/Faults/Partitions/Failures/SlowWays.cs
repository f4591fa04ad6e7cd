namespace SessionGrains.Faults.Tests;

/// <summary>What some nodes send to some, and what they are answered, takes longer. In a network whose connections lead through proxies.</summary>
internal sealed record SlowWays(string Name, TimeSpan Delay, params Way[] Calls) : NetworkFault(Name)
{
    public override void Begin(FaultNetwork network) => network.Delays = Calls.Select(call => (call, Delay)).ToArray();

    public override Task HealAsync(FaultNetwork network)
    {
        network.Delays = [];
        return Task.CompletedTask;
    }
}
