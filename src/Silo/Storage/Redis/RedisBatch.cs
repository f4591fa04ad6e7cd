using System.Buffers.Binary;
using SessionGrains.Sessions;
using SessionGrains.Silo.Storage.GroupCommit;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>A batch as the transaction that stores it (<see cref="RedisScripts"/>). No record comes twice in it (<see cref="RecordsOnce"/>).</summary>
internal readonly struct RedisBatch
{
    private readonly RedisKey[] _checkedKeys;
    private readonly RedisValue[] _expected;
    private readonly KeyValuePair<RedisKey, RedisValue>[] _records;
    private readonly RedisKey[] _additionKeys;
    private readonly RedisValue[] _additions;

    public RedisBatch(RedisPartition partition, IReadOnlyList<PendingWrite> batch, Range part, long nowMs, TimeSpan reportRetention)
    {
        // Counted first: lists that grow would be most of what a batch of sessionStarts allocates.
        var (from, count) = part.GetOffsetAndLength(batch.Count);
        var (records, keys, arguments) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            var write = batch[from + i];
            records += write.Record is null ? 0 : 1;
            keys += (write.Record is null ? 1 : 0) + (write.ExpiresAtMs is null ? 0 : 2) + (write.Report is null ? 0 : 1);
            arguments += (write.Record is null ? 2 : 0) + write.SweepAtMs switch { null => 0, long.MaxValue => 3, _ => 4 }
                + (write.ExpiresAtMs is null ? 0 : 3) + (write.Report is null ? 0 : 5);
        }

        _checkedKeys = new RedisKey[1 + count];
        _expected = new RedisValue[count];
        _records = new KeyValuePair<RedisKey, RedisValue>[records];
        _additionKeys = new RedisKey[3 + keys];
        _additions = new RedisValue[arguments];
        _checkedKeys[0] = partition.Aside;
        (_additionKeys[0], _additionKeys[1], _additionKeys[2]) = (partition.Aside, partition.Deadlines, partition.Reports);

        var additionKeys = _additionKeys.AsSpan(3);
        var additions = _additions.AsSpan();
        records = 0;
        for (var i = 0; i < count; i++)
        {
            var write = batch[from + i];
            var key = partition.Record(write.SessionId, write.RecordName);
            _checkedKeys[i + 1] = key;
            _expected[i] = write.ExpectedVersion == 0 ? RedisValue.EmptyString : write.Record?.Expected ?? Version(write.ExpectedVersion);
            if (write.Record is { } record)
                _records[records++] = new(key, record.Versioned);
            AddAdditions(ref additionKeys, ref additions, partition, write, i + 1, key, nowMs, reportRetention);
        }
    }

    /// <summary>Stores the batch and returns, when Redis says that it is done, the numbers of the records that were not stored, each followed by the version that is.</summary>
    public async Task<RedisResult> CommitAsync(IDatabase database)
    {
        var transaction = database.CreateTransaction();
        var conflicts = transaction.ScriptEvaluateAsync(RedisScripts.Check, _checkedKeys, _expected);
        var written = _records.Length == 0 ? Task.CompletedTask : transaction.StringSetAsync(_records);
        var finished = transaction.ScriptEvaluateAsync(RedisScripts.Finish, _additionKeys, _additions);

        // First the transaction: when it fails, the client does not end every task that belongs to it.
        await transaction.ExecuteAsync();
        await written;
        await finished;
        return await conflicts;
    }

    private static void AddAdditions(
        ref Span<RedisKey> keys, ref Span<RedisValue> arguments, RedisPartition partition, PendingWrite write, int number, RedisKey record, long nowMs, TimeSpan reportRetention)
    {
        if (write.Record is null)
        {
            Add(ref keys, [record]);
            Add(ref arguments, [number, "remove"]);
        }

        if (write.SweepAtMs == long.MaxValue)
            Add(ref arguments, [number, "undue", write.SessionId]);
        else if (write.SweepAtMs is { } sweepAtMs)
            Add(ref arguments, [number, "due", write.SessionId, sweepAtMs]);

        if (write.ExpiresAtMs is { } expiresAtMs)
        {
            // As a span from now: the clock of the Redis server may differ from ours.
            Add(ref keys, [partition.Record(write.SessionId, StoredRecordNames.Start), record]);
            Add(ref arguments, [number, "expire", Math.Max(expiresAtMs - nowMs, 1)]);
        }

        if (write.Report is { } report)
        {
            Add(ref keys, [partition.Reported(write.SessionId)]);
            Add(ref arguments, [number, "report", write.SessionId, (long)reportRetention.TotalMilliseconds, report]);
        }
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
