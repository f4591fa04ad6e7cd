using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>Registers the operator keys, their checks and the audit log.</summary>
internal static class KeyServices
{
    private const string FileName = "operator.key";

    public static void AddOperatorKeys(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var path = FilePath(builder.Configuration, builder.Environment);
        services.AddSingleton(new OperatorKeyFile(path));
        services.AddSingleton<IStartCheck, KeyFileCheck>();
        services.AddSingleton<OperatorKeys>();
        services.AddSingleton<OperatorAudit>();
        services.AddSingleton<KeyGuard>();
    }

    /// <summary>A path next to the store. Null in Development, which needs no key, on Redis, where front doors share no folder, and when there is no folder at all.</summary>
    private static string? FilePath(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
            return null;

        var cluster = SessionClusterOptions.Read(configuration);
        return cluster.Mode switch
        {
            ClusterMode.Redis => null,
            ClusterMode.Localhost => Path.Combine(cluster.Directory, $"{cluster.ClusterId}.{FileName}"),
            _ when StorePath(configuration) is { Length: > 0 } store => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(store)) ?? "/", FileName),
            _ => null,
        };
    }

    private static string StorePath(IConfiguration configuration) =>
        configuration[$"{SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}"] is { Length: > 0 } path ? path : new SqliteStoreOptions().Path;
}
