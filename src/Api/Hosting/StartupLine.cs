using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Operators.Keys;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Hosting;

/// <summary>Prints, once the server listens, what a person who started it needs: where it is, what it keeps and who may read. Never a key, only where it is.</summary>
internal sealed class StartupLine(
    IServer server, SessionClusterOptions cluster, StorageOptions storage, IOptions<SessionsOptions> sessions, OperatorKeys keys, OperatorKeyFile keyFile,
    IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.WriteLine(Compose()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Compose()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var line = $"SessionGrains on {string.Join(" and ", addresses)} · {Keeping()}{(keys.AreNeeded ? "" : " · Development: reading needs no key on this machine")} · docs at /docs";
        return keyFile.Key is null ? line : $"{line}\nReading needs the operator key in {keyFile.Path}, sent as Authorization: Bearer <key>";
    }

    private string Keeping()
    {
        if (cluster.Mode != ClusterMode.Embedded)
            return $"sessions on the silos of cluster '{cluster.ClusterId}' ({cluster.Mode})";

        return storage.Provider == StorageProvider.Memory
            ? $"storage Memory (lost at exit; to keep sessions set Storage__Provider={nameof(StorageProvider.Sqlite)})"
            : $"storage {storage.Provider}, durability {sessions.Value.Durability}";
    }
}
