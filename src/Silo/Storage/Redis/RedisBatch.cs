using System.Buffers.Binary;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Stores;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>A batch as the keys and arguments of <see cref="RedisScripts.Commit"/>.</summary>
internal readonly struct RedisBatch
{
    public RedisBatch(RedisPartition partition, IReadOnlyList<PendingWrite> writes, long nowMs, TimeSpan reportRetention)
    {
        // Counted first: growing lists would be most of what a batch of sessionStarts allocates.
        var (moreKeys, moreArguments, needed) = (0, 0, 0);
        for (var i = 0; i < writes.Count; i++)
        {
            moreKeys += (writes[i].Descriptions is null ? 0 : 1) + (writes[i].ExpiresAtMs is null ? 0 : 3) + (writes[i].Report is null ? 0 : 1);
            needed += writes[i].RequiresStart ? 1 : 0;
            moreArguments += (writes[i].Descriptions is null ? 0 : 3) + writes[i].SweepAtMs switch { null => 0, long.MaxValue => 3, _ => 4 } + (writes[i].ExpiresAtMs is null ? 0 : 3) + (writes[i].Report is null ? 0 : 5);
        }

        Keys = new RedisKey[2 + writes.Count + moreKeys + needed];
        Arguments = new RedisValue[1 + (2 * writes.Count) + moreArguments];
        (Keys[0], Keys[1], Arguments[0]) = (partition.Deadlines, partition.Reports, writes.Count);
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            Keys[i + 2] = partition.Record(write.SessionId, write.RecordName);
            Arguments[(2 * i) + 1] = write.RequiresStart ? Need(Keys, Keys.Length - needed--, partition.Record(write.SessionId, StoredRecordNames.Start))
                : write.ExpectedVersion == 0 ? RedisValue.EmptyString : write.Record?.Expected ?? Version(write.ExpectedVersion);
            Arguments[(2 * i) + 2] = write.Record?.Versioned ?? RedisValue.EmptyString;
        }

        var keys = Keys.AsSpan(2 + writes.Count);
        var arguments = Arguments.AsSpan(1 + (2 * writes.Count));
        for (var i = 0; i < writes.Count; i++)
            AddAdditions(ref keys, ref arguments, partition, writes[i], i + 1, Keys[i + 2], nowMs, reportRetention);
    }

    public RedisKey[] Keys { get; }

    public RedisValue[] Arguments { get; }

    /// <summary>Marks the writes that were not stored.</summary>
    public static void ReadConflicts(IReadOnlyList<PendingWrite> writes, RedisResult result)
    {
        for (var i = 0; i + 1 < result.Length; i += 2)
            writes[(int)result[i] - 1].Conflict(RedisRecord.Version((byte[]?)result[i + 1]));
    }

    private static void AddAdditions(
        ref Span<RedisKey> keys, ref Span<RedisValue> arguments, RedisPartition partition, PendingWrite write, int number, RedisKey record, long nowMs, TimeSpan reportRetention)
    {
        if (write.Descriptions is { } descriptions)
        {
            Add(ref keys, [partition.Record(write.SessionId, StoredRecordNames.Descriptions)]);
            Add(ref arguments, [number, "append", descriptions]);
        }

        if (write.SweepAtMs == long.MaxValue)
            Add(ref arguments, [number, "undue", write.SessionId]);
        else if (write.SweepAtMs is { } sweepAtMs)
            Add(ref arguments, [number, "due", write.SessionId, sweepAtMs]);

        if (write.ExpiresAtMs is { } expiresAtMs)
        {
            // As a duration: the clock of the Redis server may differ from ours.
            Add(ref keys, [partition.Record(write.SessionId, StoredRecordNames.Start), record, partition.Record(write.SessionId, StoredRecordNames.Descriptions)]);
            Add(ref arguments, [number, "expire", Math.Max(expiresAtMs - nowMs, 1)]);
        }

        if (write.Report is { } report)
        {
            Add(ref keys, [partition.Reported(write.SessionId)]);
            Add(ref arguments, [number, "report", write.SessionId, (long)reportRetention.TotalMilliseconds, report]);
        }
    }

    /// <summary>Puts a key among those that must exist, and says which it is.</summary>
    private static RedisValue Need(RedisKey[] keys, int place, RedisKey key)
    {
        keys[place] = key;
        return $"?{place + 1}";
    }

    private static void Add<T>(ref Span<T> left, scoped ReadOnlySpan<T> items)
    {
        items.CopyTo(left);
        left = left[items.Length..];
    }

    private static RedisValue Version(long version)
    {
        var bytes = new byte[RecordBytes.VersionLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, version);
        return bytes;
    }
}
