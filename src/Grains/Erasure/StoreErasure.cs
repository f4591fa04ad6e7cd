using Orleans.Serialization;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;

namespace SessionGrains.Erasure;

/// <summary>Erases in the store, and in the memory of all silos.</summary>
internal sealed class StoreErasure(
    IGrainFactory grains, IReportLog log, Serializer<StartRecord> starts, Serializer<SessionView> reports, IClusterMembershipService membership, SiloSessionsClient silos,
    IErasableStore? store = null)
{
    /// <summary>Sessions that are erased at once.</summary>
    private const int AtOnce = 16;

    /// <summary>Whether there is a store that can.</summary>
    public bool IsPossible => store is not null;

    private IErasableStore Store => store ?? throw new StoreUnavailableException("This store cannot erase sessions.");

    /// <summary>Begins to look for the viewer's sessions.</summary>
    public ViewerSearch FindSessions(string viewer) => new(viewer, null, Store, log, starts, reports);

    /// <summary>Begins to look for reports of the viewer, and of sessions that were erased.</summary>
    public ViewerSearch FindReports(string viewer, HashSet<string> erased) => new(viewer, erased, Store, log, starts, reports);

    /// <summary>Erases sessions through their grains, so that no write under way brings one back.</summary>
    public async Task Erase(FoundSession[] sessions)
    {
        foreach (var some in sessions.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(Erase));
        }

        string[] ids = [.. sessions.Select(static session => session.SessionId)];
        var active = membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active);
        await Task.WhenAll(active.Select(member => silos.Forget(member.SiloAddress, ids)));
    }

    /// <summary>As <see cref="IErasableStore.ForgetAsync"/>.</summary>
    /// <param name="viewer">Null if it is not known any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string?> Forget(string? viewer, CancellationToken cancellationToken) =>
        await Store.ForgetAsync(viewer is null ? null : ViewerIds.FormsOf(viewer), cancellationToken);

    private async Task Erase(FoundSession session)
    {
        // A damaged report may name any session, or none.
        if (session.ReportCursor is not { } cursor || RecordQuarantine.IsSessionId(session.SessionId))
        {
            await grains.GetGrain<IErasableSession>(session.SessionId).EraseSession();
        }

        if (session.ReportCursor is { } report)
        {
            await Store.EraseReportAsync(report, session.ReportStream);
        }

        if (session.IsUnreadable && RecordQuarantine.IsSessionId(session.SessionId))
        {
            // Nothing of it is left to remove: this takes it off the lists.
            await grains.GetGrain<IQuarantineReader>(0).Purge(session.SessionId);
        }
    }
}
