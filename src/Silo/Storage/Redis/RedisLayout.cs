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
        var key = $"{{sg:{serviceId}}}:layout";
        var ours = $"{Version}/{partitions}";
        if (await database.StringSetAsync(key, ours, when: When.NotExists))
            return;

        var stored = (string?)await database.StringGetAsync(key) ?? "";
        if (stored == ours)
            return;

        throw new StartRefusedException(stored.Split('/') is [var version, var number] && version == Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? $"The sessions of service '{serviceId}' are in {number} partitions of Redis: set {RedisStoreOptions.Section}:{nameof(RedisStoreOptions.Partitions)} to {number} (now {partitions}), or give the cluster another Cluster:ServiceId."
            : $"The sessions of service '{serviceId}' in Redis have layout '{stored}', this program knows {Version}: run the program that wrote them, or give the cluster another Cluster:ServiceId.");
    }
}
