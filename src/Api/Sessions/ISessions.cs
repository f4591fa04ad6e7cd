using Orleans.Runtime;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Search;

namespace SessionGrains.Api.Sessions;

/// <summary>References to the grains of the cluster.</summary>
internal interface ISessions
{
    /// <summary>The grain of a session.</summary>
    /// <exception cref="SiloUnavailableException">The cluster is not reached, so a call would fail or wait in vain.</exception>
    ISessionGrain Of(IdSpan id);

    /// <inheritdoc cref="Of(IdSpan)"/>
    ISessionGrain Of(string id) => Of(IdSpan.Create(id));

    /// <summary>The grain of a session that begins. In a node it is placed on the silo of this process, else on a random one.</summary>
    /// <inheritdoc cref="Of(IdSpan)"/>
    ISessionStart New(IdSpan id) => Of(id);

    /// <inheritdoc cref="New(IdSpan)"/>
    ISessionStart New(string id) => New(IdSpan.Create(id));

    /// <summary>The sessions of the silo in this process; null when there is no such silo.</summary>
    LocalSessions? Local => null;

    /// <inheritdoc cref="Of(IdSpan)"/>
    IReportReader Reports { get; }

    /// <inheritdoc cref="Of(IdSpan)"/>
    ISessionFinder Finder { get; }
}
