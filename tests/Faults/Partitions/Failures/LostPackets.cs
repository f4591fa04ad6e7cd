namespace SessionGrains.Faults.Tests;

/// <summary>Drops packets on some ways: all, or a random share.</summary>
internal sealed record LostPackets(string Name, double Share, params Way[] Ways) : NetworkFault(Name)
{
    public override void Begin(FaultNetwork network)
    {
        foreach (var (from, to) in Pairs(network))
            to.Lose(from, Share);
    }

    public override Task HealAsync(FaultNetwork network)
    {
        network.LoseNothing();
        return Task.CompletedTask;
    }

    private IEnumerable<(NetworkNode From, NetworkNode To)> Pairs(FaultNetwork network) =>
        from way in Ways
        from sender in network.Nodes
        from receiver in network.Nodes
        where sender != receiver && (way.From ?? sender.Name) == sender.Name && (way.To ?? receiver.Name) == receiver.Name
        select (sender, receiver);
}
