using Orleans.Runtime;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Silo;

/// <summary>Prints one line when the silo has joined the cluster. Registered after the silo, so it starts when the silo is active.</summary>
internal sealed class SiloAnnouncement(SessionClusterOptions cluster, StorageOptions storage, IOptions<SqliteStoreOptions> sqlite, ILocalSiloDetails silo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Console.Out.WriteLineAsync(
        $"Silo up: port {silo.SiloAddress.Endpoint.Port}, gateway {silo.GatewayAddress?.Endpoint.Port}, pid {Environment.ProcessId}, "
        + $"cluster '{cluster.ClusterId}', storage {storage.Provider}{(storage.Provider == StorageProvider.Sqlite ? $" in {Path.GetFullPath(sqlite.Value.Path)}" : "")}.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
