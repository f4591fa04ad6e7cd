using SessionGrains.Reports;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Redis;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.Redis;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Silo.Storage;

/// <summary>Opens the report log of a configuration for reading, whether its server runs or not. Nothing is claimed, made or deleted.</summary>
internal static class StoredReports
{
    /// <param name="configuration">As the server has it.</param>
    /// <param name="isDevelopment">Whether the environment is Development, in which the default is no store.</param>
    /// <returns>The log, to be disposed.</returns>
    /// <exception cref="StartRefusedException">A setting is wrong, or the store keeps no reports or cannot be read.</exception>
    public static async Task<IReportLog> OpenAsync(IConfiguration configuration, bool isDevelopment)
    {
        var cluster = SessionClusterOptions.Read(configuration);
        var provider = StorageOptions.Read(configuration, cluster.Mode, isDevelopment).Provider;
        switch (provider)
        {
            case StorageProvider.Sqlite:
                var options = new SqliteStoreOptions();
                options.ApplyCluster(cluster);
                return new SqliteReports(configuration.GetSection(SqliteStoreOptions.Section).BindTo(options));
            case StorageProvider.Redis:
                var redis = RedisServer.Connect(RedisServer.Parse(configuration.GetConnectionString(RedisServer.ConnectionStringName)));
                return await RedisReports.OpenAsync(redis, configuration.GetSection(RedisStoreOptions.Section).BindTo(new RedisStoreOptions()), cluster.ServiceId);
            case StorageProvider.Memory:
            case StorageProvider.OrleansRedis:
            default:
                throw new StartRefusedException($"The store {provider} keeps no reports that another process could read: set Storage:Provider to {StorageProvider.Sqlite} or {StorageProvider.Redis}, as the server has it.");
        }
    }
}
