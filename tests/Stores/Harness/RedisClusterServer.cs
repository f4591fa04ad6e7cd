namespace SessionGrains.Stores.Tests;

/// <summary>A Redis Cluster of one node that has all slots, started when the first test asks for it.</summary>
public sealed class RedisClusterServer : IAsyncLifetime
{
    private RedisProcess? _redis;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);

    internal async Task<RedisProcess> RedisAsync()
    {
        if (_redis is not null)
            return _redis;

        // It names itself to its clients as they know it; else they look for a second node and wait for it in vain.
        _redis = await RedisProcess.StartAsync("--cluster-enabled", "yes", "--cluster-port", $"{FreePort.Next()}", "--cluster-announce-ip", "127.0.0.1");
        await using var connection = await _redis.ConnectAsync();
        var node = connection.GetServer(_redis.ConnectionString);
        await node.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        while (!((string?)await node.ExecuteAsync("CLUSTER", "INFO"))!.Contains("cluster_state:ok", StringComparison.Ordinal))
            await Task.Delay(20);

        return _redis;
    }
}
