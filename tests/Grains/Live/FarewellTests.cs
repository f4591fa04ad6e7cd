namespace SessionGrains.Grains.Tests.Live;

public sealed class FarewellTests
{
    [Fact]
    public async Task A_silo_that_is_stopped_in_order_says_so_and_the_others_count_on_without_waiting_for_its_silence()
    {
        await using var cluster = await SessionCluster.Start(silos: 2);
        await SessionCluster.Until(async () =>
        {
            cluster.Pass(TimeSpan.FromMilliseconds(500));
            return (await ReadAsync(cluster)).Silos.Length == 2;
        });

        // The clock stands from here on: nothing can be found silent by it, and nothing is reported to a partition that had to move.
        Assert.True(cluster.Silos.TryGetGrainContext(Totals(cluster).GetGrainId(), out var totals));
        var stopped = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(totals!.Address.SiloAddress));
        await cluster.Silos.StopSiloAsync(stopped);

        await SessionCluster.Until(async () => await ReadAsync(cluster) is { IsIncomplete: true, Silos: [var left] } && left.Silo != stopped.SiloAddress.ToParsableString());
    }

    private static Task<LivePart> ReadAsync(SessionCluster cluster) => Totals(cluster).Now(new(null, null, 20));

    private static ILiveReader Totals(SessionCluster cluster) => cluster.Silos.Client.GetGrain<ILiveReader>(LivePartitions.Totals);
}
