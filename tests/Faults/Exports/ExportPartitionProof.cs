namespace SessionGrains.Faults.Tests;

/// <summary>The network of a cluster is cut while it exports, so that a node goes on writing that the others have declared dead: afterwards each session is in each sink once.</summary>
[Collection(FaultRuns.Name)]
public sealed class ExportPartitionProof(ITestOutputHelper output)
{
    private const int SessionsEach = 400;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(15);

    [Trait(Tier.Name, Tier.Nightly)]
    [NetworkFact]
    public async Task Each_session_and_row_is_in_each_sink_once_although_exporters_are_cut_off()
    {
        var partitions = RunSetting.Number("SG_EXPORT_KILLS") is null ? PartitionMatrix.NodesSample[..2] : PartitionMatrix.NodesSample;
        await using var receiver = new SessionReceiver(FaultSettings.Seed);
        await receiver.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("session-grains-exports-").FullName;
        await using var service = await PartitionedService.StartAsync(
            IdleTimeout, frontDoors: 0, slow: false, network => [.. AllSinks.FolderSettings(folder), .. AllSinks.HookSettings(receiver, network.HostAddress)]);
        using var sessions = new ClosingSessions(service.Addresses);
        await using var exports = new ExportOperator(service.Addresses, AllSinks.FoldersAndHook);
        for (var i = 0; i < partitions.Length; i++)
            await Task.WhenAll(sessions.SendAsync(i * SessionsEach, (i + 1) * SessionsEach), CutAsync(service, partitions[i], folder));

        await sessions.UntilClosedAsync(IdleTimeout);
        var log = await exports.UntilAllHasLeftAsync(service.KeepOutput);

        ClosingSessions.AssertAllIn(log, partitions.Length * SessionsEach);
        AllSinks.AssertFoldersHave(folder, log, output.WriteLine);
        AllSinks.AssertReceiverHas(receiver, log, output.WriteLine);
        service.AssertNothingLeaked();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task CutAsync(PartitionedService service, Partition partition, string folder)
    {
        await Task.Delay(TimeSpan.FromSeconds(2));
        await AllSinks.UntilHalfWrittenAsync(folder, AllSinks.FoldersAndHook[0], TimeSpan.FromSeconds(2));
        partition.Fault.Begin(service.Network);
        if (partition.Heal.Time is { } time)
            await Task.Delay(time);
        else
            await service.Membership.UntilAsync(partition.Heal == Heal.AtTheFirstVote);

        await partition.Fault.HealAsync(service.Network);
        await service.CompleteAsync();
    }
}
