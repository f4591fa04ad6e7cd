using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SessionGrains.Api.Operators.Keys;
using SessionGrains.Sessions;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Api.Composition;

/// <summary>Prints after the server starts listening: its addresses, its storage and who may read. Prints where a key is, never the key.</summary>
internal sealed class StartupLine(
    IServer server, SessionClusterOptions cluster, StorageOptions storage, IOptions<SqliteStoreOptions> sqlite, IOptions<SessionsOptions> sessions, OperatorKeys keys,
    OperatorKeyFile keyFile, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.WriteLine(string.Join('\n', Compose())));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<string> Compose()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        yield return $"SessionGrains on {string.Join(" and ", addresses)} · {StorageDescription()}{(keys.AreNeeded ? "" : " · Development: reading needs no key on this machine, so never put a proxy or a tunnel in front of it")} · docs at /docs · version {ProgramVersion.Text}";
        foreach (var line in KeyLines.Of(keys.Valid, keyFile))
            yield return line;
    }

    private string StorageDescription()
    {
        if (cluster.Mode != ClusterMode.Embedded)
            return $"{(cluster.Role == ClusterRole.Node ? "a node" : "a front door")} of cluster '{cluster.ClusterId}' ({cluster.Mode})";

        return storage.Provider switch
        {
            StorageProvider.Memory => $"storage Memory (lost at exit; to keep sessions set Storage__Provider={nameof(StorageProvider.Sqlite)})",
            StorageProvider.Sqlite => $"storage Sqlite in {Path.GetFullPath(sqlite.Value.Path)}, durability {sessions.Value.Durability}",
            _ => $"storage {storage.Provider}, durability {sessions.Value.Durability}",
        };
    }
}
