using SessionGrains.Silo.Startup;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// The layout of a service's keys, stored with them as <c>format/partitions</c> (<see cref="StoreFormat"/>), and beside it the version of the program that gave them this format. A program with
/// another layout must not start.
/// </summary>
internal static class RedisLayout
{
    private static readonly string Format = StoreFormat.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <exception cref="StartRefusedException">The stored sessions have another layout.</exception>
    public static async Task ClaimAsync(IDatabase database, string serviceId, int partitions)
    {
        if (!await database.StringSetAsync(KeyOf(serviceId), Ours(partitions), when: When.NotExists))
            await CheckAsync(database, serviceId, partitions);

        await database.StringSetAsync(WriterKeyOf(serviceId), ProgramVersion.Text, when: When.NotExists);
    }

    /// <exception cref="StartRefusedException">There are no stored sessions, or they have another layout.</exception>
    public static async Task CheckAsync(IDatabase database, string serviceId, int partitions)
    {
        var stored = (string?)await database.StringGetAsync(KeyOf(serviceId)) ?? throw new StartRefusedException($"Redis has no sessions of service '{serviceId}': set Cluster:ServiceId and ConnectionStrings:Redis as the servers have them.");
        if (stored == Ours(partitions))
            return;

        throw stored.Split('/') is [var format, var number] && format == Format
            ? new StartRefusedException($"The sessions of service '{serviceId}' are in {number} partitions of Redis: set {RedisStoreOptions.Section}:{nameof(RedisStoreOptions.Partitions)} to {number} (now {partitions}), or give the cluster another Cluster:ServiceId.")
            : StoreFormat.Refuse($"What Redis has of service '{serviceId}'", stored.Split('/')[0], await database.StringGetAsync(WriterKeyOf(serviceId)), "give the cluster another Cluster:ServiceId");
    }

    private static string KeyOf(string serviceId) => $"{{sg:{serviceId}}}:layout";

    private static string WriterKeyOf(string serviceId) => $"{{sg:{serviceId}}}:format-writer";

    private static string Ours(int partitions) => $"{Format}/{partitions}";
}
