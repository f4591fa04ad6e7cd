namespace SessionGrains.Faults.Tests;

/// <summary>The services that are tested.</summary>
internal static class Shapes
{
    /// <summary>Short, so that abandoned sessions end within a run; long enough for a player to come back after any single fault.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(45);

    /// <summary>Three silos and a front door that share a Sqlite file.</summary>
    public static ServiceShape Localhost => new(3, 1, "--Cluster:Mode=Localhost", "--Storage:Provider=Sqlite", Idle(IdleTimeout));

    /// <summary>One process and its Sqlite file.</summary>
    public static ServiceShape EmbeddedSqlite(TimeSpan idleTimeout) => new(0, 1, "--Cluster:Mode=Embedded", "--Storage:Provider=Sqlite", Idle(idleTimeout));

    /// <summary>One process that stores in Redis.</summary>
    public static ServiceShape EmbeddedRedis(RedisProcess redis) =>
        new(0, 1, "--Cluster:Mode=Embedded", "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}", Idle(IdleTimeout));

    /// <summary>Three silos and two front doors that find each other and store in Redis.</summary>
    public static ServiceShape Redis(RedisProcess redis, TimeSpan idleTimeout) =>
        new(3, 2, "--Cluster:Mode=Redis", "--Cluster:AdvertisedIPAddress=127.0.0.1", "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}", Idle(idleTimeout));

    /// <summary>Three nodes that find each other and store in Redis, behind front doors or reached by the players themselves.</summary>
    public static ServiceShape Nodes(RedisProcess redis, TimeSpan idleTimeout, int frontDoors = 0) => new(
        3, frontDoors, "--Cluster:Mode=Redis", "--Cluster:AdvertisedIPAddress=127.0.0.1", "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}", Idle(idleTimeout))
    {
        HasNodes = true,
    };

    /// <summary>What <c>cluster</c> starts: three nodes that share a Sqlite file, behind a front door.</summary>
    public static ServiceShape LocalNodes => Localhost with { HasNodes = true };

    private static string Idle(TimeSpan timeout) => $"--Sessions:IdleTimeout={timeout:c}";
}
