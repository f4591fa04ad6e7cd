using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Cluster.Tests;

public sealed class StorageDefaultTests
{
    [Theory]
    [InlineData(ClusterMode.Embedded, "Production", StorageProvider.Sqlite)]
    [InlineData(ClusterMode.Embedded, "Development", StorageProvider.Memory)]
    [InlineData(ClusterMode.Localhost, "Production", StorageProvider.Sqlite)]
    [InlineData(ClusterMode.Localhost, "Development", StorageProvider.Sqlite)]
    [InlineData(ClusterMode.Redis, "Production", StorageProvider.Redis)]
    [InlineData(ClusterMode.Redis, "Development", StorageProvider.Redis)]
    public void What_is_not_configured_follows_from_the_way_of_hosting(ClusterMode mode, string environment, StorageProvider expected)
    {
        Assert.Equal(expected, StorageOptions.Read(new ConfigurationManager(), mode, environment == Environments.Development).Provider);
    }

    [Theory]
    [InlineData(ClusterMode.Embedded, "redis", StorageProvider.Redis)]
    [InlineData(ClusterMode.Embedded, "Memory", StorageProvider.Memory)]
    [InlineData(ClusterMode.Localhost, "Redis", StorageProvider.Redis)]
    [InlineData(ClusterMode.Redis, "OrleansRedis", StorageProvider.OrleansRedis)]
    public void What_is_configured_counts(ClusterMode mode, string name, StorageProvider expected)
    {
        Assert.Equal(expected, StorageOptions.Read(With("Storage:Provider", name), mode, isDevelopment: false).Provider);
    }

    [Fact]
    public void A_file_does_not_serve_a_cluster_on_Redis()
    {
        var refused = Assert.Throws<StartRefusedException>(() => StorageOptions.Read(With("Storage:Provider", "Sqlite"), ClusterMode.Redis, isDevelopment: false));

        Assert.Contains("set Storage:Provider to Redis", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData(ClusterMode.Localhost, "Sqlite or Redis")]
    [InlineData(ClusterMode.Redis, "Redis")]
    public void Memory_is_for_one_process_and_a_cluster_is_told_so_in_one_line(ClusterMode mode, string instead)
    {
        var refused = Assert.Throws<StartRefusedException>(() => StorageOptions.Read(With("Storage:Provider", "Memory"), mode, isDevelopment: true));

        Assert.Contains($"keeps its sessions in {instead}. Set Storage:Provider to that", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_local_cluster_keeps_its_database_beside_its_membership_so_that_a_relaunch_from_anywhere_finds_it()
    {
        var options = Sqlite(new SessionClusterOptions { Mode = ClusterMode.Localhost, ClusterId = "mine", Directory = "/somewhere" });

        Assert.Equal(Path.Combine("/somewhere", "mine.sessions.db"), options.Path);
        Assert.False(options.Exclusive);
    }

    [Fact]
    public void An_embedded_silo_has_a_database_below_its_folder_for_itself()
    {
        var options = Sqlite(new SessionClusterOptions());

        Assert.Equal("data/sessions.db", options.Path);
        Assert.True(options.Exclusive);
    }

    private static ConfigurationManager With(string key, string value) => new() { [key] = value };

    private static SqliteStoreOptions Sqlite(SessionClusterOptions cluster)
    {
        var options = new SqliteStoreOptions();
        options.ApplyCluster(cluster);
        return options;
    }
}
