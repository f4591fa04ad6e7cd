using Orleans.Runtime.Services;
using Orleans.Services;

namespace SessionGrains.Sessions.Search;

/// <summary>Searches the sessions of one silo.</summary>
[Alias("sg.silo-sessions")]
internal interface ISiloSessions : IGrainService
{
    /// <inheritdoc cref="SessionIndex.Match"/>
    [Alias("match")] Task<IndexHit[]> Match(SessionQuery query);

    /// <inheritdoc cref="SessionIndex.Forget"/>
    [Alias("forget")] Task Forget(string[] sessionIds);
}

/// <inheritdoc cref="ISiloSessions"/>
internal sealed class SiloSessions(GrainId id, Silo silo, ILoggerFactory loggers, SessionIndex index) : GrainService(id, silo, loggers), ISiloSessions
{
    public Task<IndexHit[]> Match(SessionQuery query) => Task.FromResult(index.Match(query));

    public Task Forget(string[] sessionIds)
    {
        index.Forget(sessionIds.ToHashSet(StringComparer.Ordinal));
        return Task.CompletedTask;
    }
}

/// <summary>Calls the <see cref="ISiloSessions"/> of any silo.</summary>
internal sealed class SiloSessionsClient(IServiceProvider services) : GrainServiceClient<ISiloSessions>(services)
{
    public Task<IndexHit[]> Match(SiloAddress silo, SessionQuery query) => GetGrainService(silo).Match(query);

    public Task Forget(SiloAddress silo, string[] sessionIds) => GetGrainService(silo).Forget(sessionIds);
}
