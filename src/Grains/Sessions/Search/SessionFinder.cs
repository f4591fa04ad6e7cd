using Orleans.Concurrency;
using SessionGrains.Quarantine;

namespace SessionGrains.Sessions.Search;

/// <inheritdoc cref="ISessionFinder"/>
[StatelessWorker, GrainType("session-finder")]
internal sealed class SessionFinder(IClusterMembershipService membership, SiloSessionsClient silos, IGrainFactory grains, TimeProvider time) : Grain, ISessionFinder
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1.5);

    public async Task<FoundSessions> Find(SessionQuery query)
    {
        query = query.Normalized();
        var active = membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active);
        var answers = await Task.WhenAll(active.Select(member => WithTimeout(silos.Match(member.SiloAddress, query))));
        var hits = answers.SelectMany(static answer => answer.Result ?? []).DistinctBy(static hit => hit.SessionId).OrderByDescending(static hit => hit.OpenedAtMs).ToArray();
        var sessions = await Task.WhenAll(hits.Take(query.Limit).Select(hit => WithTimeout(grains.GetGrain<ISessionGrain>(hit.SessionId).Find(query))));
        var found = sessions.Select(static session => session.Result).OfType<FoundSession>().ToArray();
        var fitting = Fitting(found);
        return new(
            fitting,
            answers.Any(static answer => !answer.Answered) || sessions.Any(static session => !session.Answered),
            hits.Length > query.Limit || fitting.Length < found.Length);
    }

    /// <summary>The newest sessions that fit into a message.</summary>
    private static FoundSession[] Fitting(FoundSession[] found)
    {
        var left = MessageBudget.Bytes;
        return [.. found.TakeWhile(session => (left -= session.Bytes) >= 0)];
    }

    /// <summary>Limits the wait for one silo or session; a failure leaves out only that one.</summary>
    private async Task<(bool Answered, T? Result)> WithTimeout<T>(Task<T> call)
    {
        try
        {
            return (true, await call.WaitAsync(Timeout, time));
        }
        catch (UnreadableRecordException)
        {
            // It is in quarantine, where searches do not find it.
            return (true, default);
        }
        catch (Exception)
        {
            return (false, default);
        }
    }
}
