using SessionGrains.Silo.Startup;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The layout of a service's keys, stored with them as <c>version/partitions</c>. A program with another layout must not start.</summary>
internal static class RedisLayout
{
    /// <summary>5: lists of ads, ad breaks, chapters and errors begin with the newest entry.</summary>
    private const int Version = 5;

    /// <exception cref="StartRefusedException">The stored sessions have another layout.</exception>
    public static async Task ClaimAsync(IDatabase database, string serviceId, int partitions)
    {
        if (!await database.StringSetAsync(KeyOf(serviceId), Ours(partitions), when: When.NotExists))
            await CheckAsync(database, serviceId, partitions);
    }

    /// <exception cref="StartRefusedException">There are no stored sessions, or they have another layout.</exception>
    public static async Task CheckAsync(IDatabase database, string serviceId, int partitions)
    {
        var stored = (string?)await database.StringGetAsync(KeyOf(serviceId)) ?? throw new StartRefusedException($"Redis has no sessions of service '{serviceId}': set Cluster:ServiceId and ConnectionStrings:Redis as the servers have them.");
        if (stored == Ours(partitions))
            return;

        throw new StartRefusedException(stored.Split('/') is [var version, var number] && version == Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? $"The sessions of service '{serviceId}' are in {number} partitions of Redis: set {RedisStoreOptions.Section}:{nameof(RedisStoreOptions.Partitions)} to {number} (now {partitions}), or give the cluster another Cluster:ServiceId."
            : $"The sessions of service '{serviceId}' in Redis have layout '{stored}', this program knows {Version}: run the program that wrote them, or give the cluster another Cluster:ServiceId.");
    }

    private static string KeyOf(string serviceId) => $"{{sg:{serviceId}}}:layout";

    private static string Ours(int partitions) => $"{Version}/{partitions}";
}
