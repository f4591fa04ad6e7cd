using StackExchange.Redis;

namespace SessionGrains.Api.Tests;

internal sealed class RedisDamage : DamagedStore
{
    private const string Partition = "{sg:session-grains:0}";

    private readonly RedisProcess _redis;
    private readonly ConnectionMultiplexer _connection;

    private RedisDamage(RedisProcess redis, ConnectionMultiplexer connection) => (_redis, _connection) = (redis, connection);

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Storage:Provider"] = "Redis", ["ConnectionStrings:Redis"] = _redis.ConnectionString };

    public IDatabase Database => _connection.GetDatabase();

    public static RedisKey Reports => $"{Partition}:reports";

    public static async Task<RedisDamage> Start()
    {
        var redis = await RedisProcess.StartAsync();
        return new(redis, await redis.ConnectAsync());
    }

    /// <summary>The whole value, its version included.</summary>
    public override async Task ChangeRecord(string sid, string record, Func<byte[], byte[]> change)
    {
        RedisKey key = $"{Partition}:{record}:{sid}";
        await Database.StringSetAsync(key, change((byte[])(await Database.StringGetAsync(key))!));
    }

    public override async Task<byte[]> AnyRecord(string record)
    {
        foreach (var key in Keys(record))
            return (byte[])(await Database.StringGetAsync(key))!;

        throw new InvalidOperationException($"There is no {record}.");
    }

    /// <summary>An entry of a stream never changes: all of it is written anew.</summary>
    public override async Task ChangeReport(string sid, Func<byte[], byte[]> change)
    {
        var entries = await Database.StreamRangeAsync(Reports);
        await Database.KeyDeleteAsync(Reports);
        foreach (var entry in entries)
        {
            var body = (byte[])entry["b"]!;
            await Database.StreamAddAsync(Reports, [new("s", entry["s"]), new("b", (string)entry["s"]! == sid ? change(body) : body)], entry.Id);
        }
    }

    public override async Task<int> ChangeMinutes(Func<byte[], byte[]> change)
    {
        var changed = 0;
        foreach (var partition in Keys("minute").GroupBy(static key => key.ToString().Split(':')[^2]))
        {
            foreach (var key in partition.OrderBy(static key => key.ToString(), StringComparer.Ordinal).Skip(1))
            {
                await Database.StringSetAsync(key, change((byte[])(await Database.StringGetAsync(key))!), expiry: null, keepTtl: true);
                changed++;
            }
        }

        return changed;
    }

    public override async Task AddDeadlines(params byte[][] keys)
    {
        foreach (var key in keys)
            await Database.SortedSetAddAsync($"{Partition}:deadlines", key, 1);
        await Database.SortedSetAddAsync($"{Partition}:deadlines", Encoding.ASCII.GetBytes(new string('x', 5_000)), double.NegativeInfinity);
    }

    public override async Task<int> Deadlines() => (int)await Database.SortedSetLengthAsync($"{Partition}:deadlines");

    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private RedisKey[] Keys(string record) => [.. _connection.GetServer(_redis.ConnectionString).Keys(pattern: $"{Partition}:{record}:*")];
}
