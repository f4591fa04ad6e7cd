using System.Buffers.Binary;
using SessionGrains.Sessions;
using SessionGrains.Silo.Storage.GroupCommit;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>A batch as keys and arguments of <see cref="RedisScripts.Commit"/>.</summary>
internal readonly ref struct RedisBatch
{
    public RedisBatch(RedisPartition partition, IReadOnlyList<PendingWrite> writes, long nowMs, TimeSpan reportRetention)
    {
        Keys = new RedisKey[writes.Count + 2];
        Arguments = new RedisValue[(2 * writes.Count) + 1];
        (Keys[0], Keys[1], Arguments[0]) = (partition.Deadlines, partition.Reports, writes.Count);
        List<RedisKey> moreKeys = [];
        List<RedisValue> moreArguments = [];
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            Keys[i + 2] = partition.Record(write.SessionId, write.RecordName);
            Arguments[(2 * i) + 1] = write.ExpectedVersion == 0 ? RedisValue.EmptyString : write.Record?.Expected ?? Version(write.ExpectedVersion);
            Arguments[(2 * i) + 2] = write.Record?.Versioned ?? RedisValue.EmptyString;
            AddAdditions(moreKeys, moreArguments, partition, write, i + 1, nowMs, reportRetention);
        }

        // Events as a rule have none.
        if (moreArguments.Count > 0)
            (Keys, Arguments) = ([.. Keys, .. moreKeys], [.. Arguments, .. moreArguments]);
    }

    public RedisKey[] Keys { get; }

    public RedisValue[] Arguments { get; }

    /// <summary>Tells the writes that were not stored.</summary>
    public static void ReadConflicts(IReadOnlyList<PendingWrite> writes, RedisResult result)
    {
        for (var i = 0; i + 1 < result.Length; i += 2)
            writes[(int)result[i] - 1].Conflict(StoredVersion((byte[]?)result[i + 1] ?? []));
    }

    private static void AddAdditions(
        List<RedisKey> keys, List<RedisValue> arguments, RedisPartition partition, PendingWrite write, int number, long nowMs, TimeSpan reportRetention)
    {
        if (write.SweepAtMs == long.MaxValue)
            arguments.AddRange([number, "undue", write.SessionId]);
        else if (write.SweepAtMs is { } sweepAtMs)
            arguments.AddRange([number, "due", write.SessionId, sweepAtMs]);

        if (write.ExpiresAtMs is { } expiresAtMs)
        {
            // As a span from now: the clock of the Redis server may differ from ours.
            keys.AddRange([partition.Record(write.SessionId, StoredRecordNames.Start), partition.Record(write.SessionId, StoredRecordNames.Progress)]);
            arguments.AddRange([number, "expire", Math.Max(expiresAtMs - nowMs, 1)]);
        }

        if (write.Report is { } report)
        {
            keys.Add(partition.Reported(write.SessionId));
            arguments.AddRange([number, "report", write.SessionId, (long)reportRetention.TotalMilliseconds, report]);
        }
    }

    private static RedisValue Version(long version)
    {
        var bytes = new byte[RecordBytes.VersionLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, version);
        return bytes;
    }

    private static long StoredVersion(byte[] bytes) => bytes.Length == RecordBytes.VersionLength ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;
}
