namespace SessionGrains.Faults.Tests;

/// <summary>The network of a cluster is cut, loses packets and becomes slow while a crowd plays: nothing is lost, and the service is back by itself.</summary>
[Collection(FaultRuns.Name)]
public sealed class PartitionProof(ITestOutputHelper output)
{
    private const int FrontDoors = 2;

    [Trait(Tier.Name, Tier.Nightly)]
    [NetworkFact]
    public async Task Nothing_is_lost_and_all_is_back_within_30_s_when_the_network_was_cut() =>
        await ProveAsync(PartitionMatrix.Sample, [.. PartitionMatrix.Whole, .. PartitionMatrix.WholeOfFrontDoors], FrontDoors);

    /// <summary>Players reach a node that is cut off, and send to it.</summary>
    [NetworkFact]
    public async Task Nothing_is_lost_and_all_is_back_within_30_s_when_the_network_of_nodes_was_cut() =>
        await ProveAsync(PartitionMatrix.NodesSample, PartitionMatrix.Whole, frontDoors: 0);

    [Trait(Tier.Name, Tier.Nightly)]
    [NetworkFact]
    public async Task Nothing_is_lost_and_all_is_back_within_30_s_when_the_network_was_slow() =>
        await ProveAsync(PartitionMatrix.SlowSample, [.. PartitionMatrix.WholeSlow, .. PartitionMatrix.WholeSlowOfFrontDoors], FrontDoors, slow: true);

    [Trait(Tier.Name, Tier.Nightly)]
    [NetworkFact]
    public async Task Nothing_is_lost_and_all_is_back_within_30_s_when_the_network_of_nodes_was_slow() =>
        await ProveAsync(PartitionMatrix.SlowSample, PartitionMatrix.WholeSlow, frontDoors: 0, slow: true);

    private async Task ProveAsync(Partition[] sample, Partition[] whole, int frontDoors, bool slow = false)
    {
        var partitions = FaultSettings.Partitions switch
        {
            null => sample,
            "all" => whole,
            { } name => Named(name, whole),
        };
        if (partitions.Length == 0)
        {
            Assert.True(Named(FaultSettings.Partitions!, PartitionMatrix.All).Length > 0, $"no fault has '{FaultSettings.Partitions}' in its name");
            return;
        }

        var idle = PartitionRun.IdleTimeout(partitions);
        await using var service = await PartitionedService.StartAsync(idle, frontDoors, slow);
        await new PartitionRun(output, service, idle).RunAsync(partitions);
    }

    private static Partition[] Named(string name, Partition[] partitions) => [.. partitions.Where(one => one.Fault.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
}
