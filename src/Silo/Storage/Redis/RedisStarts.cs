using System.Globalization;
using System.Text;
using SessionGrains.Quarantine;
using SessionGrains.Stores;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Looks through the starts of all sessions, server by server, with <c>SCAN</c>: some keys at a time, so that the server answers others in between.</summary>
internal sealed class RedisStarts(IDatabase database, RedisPartition[] partitions, string serviceId)
{
    private const int KeysAtATime = 200;
    private const char Separator = '|';

    /// <summary>As <see cref="IErasableStore.FindStartsAsync"/>. A place is a server and its own cursor, which another server would not understand.</summary>
    public async Task<StartPage> FindAsync(string? after, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        var servers = Masters();
        var (name, cursor) = after?.Split(Separator) is [var at, var place] ? (at, place) : (NameOf(servers[0]), "0");
        var number = Array.FindIndex(servers, server => NameOf(server) == name);
        if (number < 0)
            throw new StoreUnavailableException("A Redis server has left while its sessions were looked through.");

        var answer = (RedisResult[])(await servers[number].ExecuteAsync("SCAN", cursor, "MATCH", Pattern(), "COUNT", KeysAtATime.ToString(CultureInfo.InvariantCulture)))!;
        var starts = await Task.WhenAll(((byte[][])answer[1]!).Select(key => ReadAsync(key, texts)));
        var next = (string)answer[0]! is not "0" and var more ? name + Separator + more
            : number + 1 < servers.Length ? NameOf(servers[number + 1]) + Separator + "0"
            : null;
        return new([.. starts.Where(static start => start.Found is not null).Select(static start => start.Found!.Value)], starts.Count(static start => start.IsUnreadable), next);
    }

    private async Task<(FoundStart? Found, bool IsUnreadable)> ReadAsync(byte[] key, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        var partition = Array.Find(partitions, one => one.SessionOfStart(key) is not null);
        if (partition?.SessionOfStart(key) is not { } session || await RedisRecord.ReadAsync(database, key) is not { } stored)
            return default;

        if (!StartTexts.HasAny(stored.Body.Span, texts))
            return (null, !RecordChecksum.IsIntact(session, StoredRecordNames.Start, stored.Body.Span));

        var (deadline, hasReport) = (database.SortedSetScoreAsync(partition.Deadlines, session), database.KeyExistsAsync(partition.Reported(session)));
        return (new FoundStart(Encoding.UTF8.GetString(session), stored.Body, await deadline is not null, await hasReport), false);
    }

    /// <summary>All servers that have sessions, in a fixed order.</summary>
    /// <exception cref="StoreUnavailableException">One of them is not connected: what it has would be left out.</exception>
    private IServer[] Masters()
    {
        var servers = database.Multiplexer.GetServers();
        var withSlots = servers.Select(static server => server.ClusterConfiguration).FirstOrDefault(static known => known is not null)?.Nodes
            .Where(static node => !node.IsReplica && node.Slots.Count > 0).Select(static node => node.EndPoint).ToHashSet();
        IServer[] masters = [.. servers.Where(server => withSlots?.Contains(server.EndPoint) ?? (server.IsConnected && !server.IsReplica)).OrderBy(NameOf, StringComparer.Ordinal)];
        return masters.Length >= Math.Max(1, withSlots?.Count ?? 1) && Array.TrueForAll(masters, static server => server.IsConnected)
            ? masters
            : throw new StoreUnavailableException("Not all Redis servers are connected.");
    }

    private static string NameOf(IServer server) => EndPointCollection.ToString(server.EndPoint);

    private string Pattern()
    {
        var name = new StringBuilder();
        foreach (var character in serviceId)
            name.Append(character is '*' or '?' or '[' or ']' or '\\' or '^' or '-' ? $"\\{character}" : character.ToString());

        return $"{{sg:{name}:*}}:{StoredRecordNames.Start}:*";
    }
}
