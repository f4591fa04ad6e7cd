using Microsoft.Extensions.Logging;
using SessionGrains.Silo.Storage.Redis;
using Xunit;

namespace SessionGrains.Stores.Tests;

/// <summary>What a start says of a server that cannot keep our promises.</summary>
public sealed class RedisConfigurationCheckTests
{
    [StoreFact]
    public async Task A_server_without_a_memory_limit_is_told_loudly_and_what_to_set()
    {
        var (level, message) = Assert.Single(await SaidOfAsync());
        Assert.Equal(LogLevel.Critical, level);
        Assert.Contains("Set maxmemory", message, StringComparison.Ordinal);
        Assert.Contains("noeviction", message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_server_that_evicts_is_told_loudly_and_what_to_set()
    {
        var (level, message) = Assert.Single(await SaidOfAsync("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"));
        Assert.Equal(LogLevel.Critical, level);
        Assert.Contains("allkeys-lru", message, StringComparison.Ordinal);
        Assert.Contains("Set maxmemory-policy to noeviction", message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_server_that_would_evict_and_has_no_memory_limit_is_told_both() =>
        Assert.Equal([LogLevel.Critical, LogLevel.Critical], (await SaidOfAsync("--maxmemory-policy", "allkeys-lru")).Select(static line => line.Level));

    [StoreFact]
    public async Task A_server_that_keeps_our_promises_is_told_nothing() => Assert.Empty(await SaidOfAsync("--maxmemory", "64mb"));

    private static async Task<(LogLevel Level, string Message)[]> SaidOfAsync(params string[] settings)
    {
        await using var redis = await RedisProcess.StartAsync(settings);
        await using var connection = await redis.ConnectAsync();
        var log = new LogLines();
        await RedisConfigurationCheck.CheckAsync(connection.GetDatabase(), log);
        return log.All;
    }
}
