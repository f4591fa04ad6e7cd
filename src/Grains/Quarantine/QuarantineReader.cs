using Orleans.Concurrency;
using Orleans.Runtime;

namespace SessionGrains.Quarantine;

/// <inheritdoc cref="IQuarantineReader"/>
[StatelessWorker, GrainType("quarantine-reader")]
internal sealed class QuarantineReader(IClusterMembershipService membership, SiloQuarantineClient silos, TimeProvider time) : Grain, IQuarantineReader
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1.5);

    public async Task<QuarantineList> List()
    {
        var answers = await Task.WhenAll(ActiveSilos().Select(silo => WithTimeout(silos.List(silo))));

        // Several silos may have met the same record.
        var records = answers.SelectMany(static answer => answer ?? [])
            .OrderBy(static record => record.FirstSeenAtMs).DistinctBy(static record => record.KeyHash).ToArray();
        return new(
            [.. records.Take(RecordQuarantine.MaxListed)], answers.Any(static answer => answer is null),
            records.Length > RecordQuarantine.MaxListed || answers.Any(static answer => answer?.Length >= RecordQuarantine.MaxListed));
    }

    public async Task<bool> Purge(string sessionId)
    {
        var isPurged = await GrainFactory.GetGrain<IQuarantinedSession>(sessionId).Purge();
        var answers = await Task.WhenAll(ActiveSilos().Select(silo => WithTimeout(silos.Close(silo, sessionId))));
        return isPurged || answers.Contains(true);
    }

    private IEnumerable<SiloAddress> ActiveSilos() =>
        membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active).Select(static member => member.SiloAddress);

    /// <summary>Limits the wait for one silo; a failure leaves out only that one.</summary>
    private async Task<T?> WithTimeout<T>(Task<T> call)
    {
        try
        {
            return await call.WaitAsync(Timeout, time);
        }
        catch (Exception)
        {
            return default;
        }
    }
}
