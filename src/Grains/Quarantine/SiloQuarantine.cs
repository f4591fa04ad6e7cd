using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace SessionGrains.Quarantine;

/// <summary>The quarantine of one silo.</summary>
[Alias("sg.silo-quarantine")]
internal interface ISiloQuarantine : IGrainService
{
    /// <inheritdoc cref="RecordQuarantine.List"/>
    [Alias("list")] Task<QuarantinedRecord[]> List();

    /// <inheritdoc cref="RecordQuarantine.Close"/>
    [Alias("close")] Task<bool> Close(string sessionId);
}

/// <inheritdoc cref="ISiloQuarantine"/>
internal sealed class SiloQuarantine(GrainId id, Silo silo, ILoggerFactory loggers, RecordQuarantine quarantine) : GrainService(id, silo, loggers), ISiloQuarantine
{
    public Task<QuarantinedRecord[]> List() => Task.FromResult(quarantine.List());

    public Task<bool> Close(string sessionId) => Task.FromResult(quarantine.Close(sessionId));
}

/// <summary>Calls the <see cref="ISiloQuarantine"/> of any silo.</summary>
internal sealed class SiloQuarantineClient(IServiceProvider services) : GrainServiceClient<ISiloQuarantine>(services)
{
    public Task<QuarantinedRecord[]> List(SiloAddress silo) => GetGrainService(silo).List();

    public Task<bool> Close(SiloAddress silo, string sessionId) => GetGrainService(silo).Close(sessionId);
}
