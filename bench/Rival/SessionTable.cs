using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace SessionGrains.Bench.Rival;

/// <summary>Sessions as hashes in Redis, one script for each request: one round trip, which StackExchange.Redis shares with whatever else is on its way.</summary>
internal sealed class SessionTable(IDatabase database)
{
    // A day, as our closed sessions.
    private static readonly RedisValue Retention = 24 * 60 * 60;
    private static readonly RedisValue Open = 1;
    private static readonly RedisValue Closed = 0;

    private static readonly Script Start = new("""
        redis.call('HSET', KEYS[1], 'open', 1, 'start', ARGV[1], 'type', 'sessionStart', 'ts', ARGV[2], 'playhead', ARGV[3], 'events', 1)
        return redis.call('EXPIRE', KEYS[1], ARGV[4])
        """);

    private static readonly Script Track = new("""
        local open = redis.call('HGET', KEYS[1], 'open')
        if open ~= '1' then return open and 410 or 404 end
        redis.call('HSET', KEYS[1], 'type', ARGV[1], 'ts', ARGV[2], 'playhead', ARGV[3], 'open', ARGV[4])
        redis.call('HINCRBY', KEYS[1], 'events', 1)
        return 204
        """);

    public Task StartAsync(string sid, byte[] body, Envelope start) =>
        RunAsync(Start, sid, [body, start.Ts, start.Playhead, Retention]);

    /// <summary>The status code of the answer: 204, 404 unknown, 410 closed.</summary>
    public async Task<int> TrackAsync(string sid, Envelope happened)
    {
        var answer = await RunAsync(Track, sid, [happened.Type, happened.Ts, happened.Playhead, happened.Type == EventTypes.SessionEnd ? Closed : Open]);
        return (int)answer;
    }

    private async Task<RedisResult> RunAsync(Script script, string sid, RedisValue[] arguments)
    {
        RedisKey[] keys = [sid];
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, keys, arguments);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Once after each start of Redis: this sends the text and Redis keeps it.
            return await database.ScriptEvaluateAsync(script.Text, keys, arguments);
        }
    }

    /// <summary>Called by its hash, as the protocol of Redis has it: the SHA-1 of its text.</summary>
    private sealed class Script(string text)
    {
        public string Text { get; } = text;

#pragma warning disable CA5350 // A name that Redis prescribes, not a protection.
        public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }
}
