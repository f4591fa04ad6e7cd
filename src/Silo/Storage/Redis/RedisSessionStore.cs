using SessionGrains.Exports;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Stores;
using SessionGrains.Timeouts;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// The session store in Redis, for clusters: one script per batch. With <c>appendfsync always</c> Redis responds after the file is on disk, also to reads, so nobody
/// sees what a crash could undo. Closed sessions expire by themselves.
/// </summary>
internal sealed partial class RedisSessionStore : ISessionStoreBackend, IRecordPurge, IMaintainedStore
{
    private const int MaxKeyBytes = 1_024;

    private readonly Lazy<IDatabase> _database;
    private readonly StoreRoom _room;
    private readonly RedisPartition[] _partitions;
    private readonly string _serviceId;
    private readonly TimeSpan _reportRetention;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RecordQuarantine? _quarantine;
    private readonly ReportHolds? _holds;
    private readonly StoreMaintenance _maintenance;
    private readonly StoreAvailability _writing;
    private readonly StoreAvailability _reading;
    private bool _opened;

    public RedisSessionStore(
        Func<IConnectionMultiplexer> connect, RedisStoreOptions options, string serviceId, ReportsOptions reports, StoreRoom room, IStoreRecovery recovery, TimeProvider clock, ILogger<RedisSessionStore> logger,
        RecordQuarantine? quarantine = null, ReportHolds? holds = null)
    {
        _database = new Lazy<IDatabase>(() => connect().GetDatabase());
        _partitions = [.. Enumerable.Range(0, options.Partitions).Select(number => new RedisPartition(serviceId, number))];
        (_serviceId, _reportRetention, _room, _clock, _logger, _quarantine, _holds) = (serviceId, reports.Retention, room, clock, logger, quarantine, holds);
        _maintenance = new StoreMaintenance(this, room, recovery, clock, logger);

        // Two, because a full Redis can still be read.
        _writing = new StoreAvailability(logger, "Redis, writing");
        _reading = new StoreAvailability(logger, "Redis, reading");
    }

    public int Partitions => _partitions.Length;

    private RedisReportStreams ReportStreams => new(_database.Value, _partitions);

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (_opened)
            return;

        await ExecuteAsync(_writing, async database =>
        {
            await RedisLayout.ClaimAsync(database, _serviceId, Partitions);
            await RedisConfigurationCheck.CheckAsync(database, _logger);
            return true;
        });
        _opened = true;
        _maintenance.Start();
    }

    /// <summary>FNV-1a, which is stable across processes and versions, because keys depend on it.</summary>
    public int PartitionOf(ReadOnlySpan<byte> sessionId)
    {
        if (_partitions.Length == 1)
            return 0;

        var hash = 2166136261u;
        foreach (var value in sessionId)
            hash = (hash ^ value) * 16777619;
        return (int)(hash % (uint)_partitions.Length);
    }

    public Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch) => ExecuteAsync(_writing, async database =>
    {
        var script = new RedisBatch(_partitions[partition], batch, _clock.GetUtcNow().ToUnixTimeMilliseconds(), _reportRetention);
        RedisBatch.ReadConflicts(batch, await database.ScriptEvaluateAsync(RedisScripts.Commit, script.Keys, script.Arguments));
        return true;
    });

    public Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken) => ExecuteAsync<StoredRecord?>(_reading, async database =>
    {
        var key = _partitions[PartitionOf(sessionId)].Record(sessionId, recordName);
        return await RedisRecord.ReadAsync(database, key).WaitAsync(cancellationToken);
    });

    public async ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken)
    {
        var found = await ExecuteAsync(_reading, database => Task.WhenAll(_partitions.Select(partition =>
            database.SortedSetRangeByScoreWithScoresAsync(partition.Deadlines, stop: nowMs, take: limit))).WaitAsync(cancellationToken));
        var due = found.SelectMany((entries, number) => entries.Select(entry => (Partition: number, entry.Score, Key: (byte[])entry.Element!)))
            .OrderBy(static entry => entry.Score).Take(limit).Select(entry => (entry.Partition, entry.Key, SessionId: SessionIn(entry.Key, entry.Partition))).ToArray();
        var invalid = due.Where(static entry => entry.SessionId is null).ToArray();
        if (invalid.Length > 0)
            await DropAsync(invalid);

        return [.. due.Select(static entry => entry.SessionId).OfType<string>()];
    }

    public async ValueTask PurgeAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = System.Text.Encoding.UTF8.GetBytes(sessionId);
        var partition = _partitions[PartitionOf(session)];
        await ExecuteAsync(_writing, async database =>
        {
            await database.KeyDeleteAsync([.. StoredRecordNames.All.Select(name => partition.Record(session, name))]);
            return await database.SortedSetRemoveAsync(partition.Deadlines, sessionId);
        }).WaitAsync(cancellationToken);
    }

    public async ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken) =>
        await ExecuteAsync(_writing, database => Task.WhenAll(corrections.Select(correction => CorrectAsync(database, correction))).WaitAsync(cancellationToken));

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken) => ReadReportsAsync(after, null, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken) =>
        ReadReportsAsync(after, RedisReportCursor.Parse(until, Partitions), limit, cancellationToken);

    public async ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken)
    {
        var positions = RedisReportCursor.Parse(cursor, Partitions, stream);
        return await ExecuteAsync(_reading, _ => ReportStreams.ReadAgainAsync(positions, stream).WaitAsync(cancellationToken));
    }

    public async ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken)
    {
        var (positions, end) = (RedisReportCursor.Parse(after, Partitions), until is null ? null : RedisReportCursor.Parse(until, Partitions));
        return await ExecuteAsync(_reading, _ => ReportStreams.CountAsync(positions, end, limit).WaitAsync(cancellationToken));
    }

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken) => new(RedisReportCursor.Before(time, Partitions));

    public string? Earlier(string? one, string? other) => RedisReportCursor.Earlier(one, other, Partitions);

    public ValueTask DisposeAsync() => _maintenance.DisposeAsync();

    private async ValueTask<IReadOnlyList<ReportEntry>> ReadReportsAsync(string? after, string[]? until, int limit, CancellationToken cancellationToken)
    {
        var positions = RedisReportCursor.Parse(after, Partitions);
        if (after is not null && await ExecuteAsync(_reading, _ => ReportStreams.AreNeverReachedAsync(positions, _clock.GetUtcNow()).WaitAsync(cancellationToken)))
            throw WrongReportCursor.Of(after);

        return await ExecuteAsync(_reading, _ => ReportStreams.ReadAsync(positions, until, limit).WaitAsync(cancellationToken));
    }

    private Task<bool> CorrectAsync(IDatabase database, DeadlineCorrection correction)
    {
        var index = _partitions[PartitionOf(System.Text.Encoding.UTF8.GetBytes(correction.SessionId))].Deadlines;
        return correction.SweepAtMs is { } sweepAtMs
            ? database.SortedSetAddAsync(index, correction.SessionId, sweepAtMs)
            : database.SortedSetRemoveAsync(index, correction.SessionId);
    }

    /// <summary>The session id of an entry of the deadline index; null when no session could have written it.</summary>
    private string? SessionIn(byte[] key, int partition) =>
        key.Length is > 0 and <= MaxKeyBytes && System.Text.Unicode.Utf8.IsValid(key) && PartitionOf(key) == partition ? System.Text.Encoding.UTF8.GetString(key) : null;

    /// <summary>Removes invalid entries: they would be due forever, before all others.</summary>
    private async Task DropAsync((int Partition, byte[] Key, string? SessionId)[] invalid)
    {
        foreach (var (_, key, _) in invalid)
            _quarantine?.Record(new(RecordKind.Deadline, Convert.ToHexStringLower(key.AsSpan(0, Math.Min(key.Length, MaxKeyBytes))), UnreadableReason.Damaged, key.Length));

        await ExecuteAsync(_writing, database => Task.WhenAll(invalid.Select(entry => database.SortedSetRemoveAsync(_partitions[entry.Partition].Deadlines, entry.Key))));
    }

    Task<RoomSample> IMaintainedStore.MeasureAsync() => ExecuteAsync(_reading, database => new RedisMemory(database, _partitions).MeasureAsync());

    Task<bool> IMaintainedStore.DeleteExpiredAsync(bool isTight) => ExecuteAsync(_writing, async _ =>
    {
        if (isTight || _holds is not { All: null })
        {
            var expiry = new RedisReportExpiry(_database.Value, _partitions, _clock.GetUtcNow() - _reportRetention);
            foreach (var (sink, reports) in await expiry.DeleteAsync(_holds?.All ?? [], isTight))
                _holds!.RecordExpired(sink, reports);
        }

        return _room.Level != RoomLevel.Full;
    });

    private async Task<T> ExecuteAsync<T>(StoreAvailability availability, Func<IDatabase, Task<T>> operation)
    {
        try
        {
            var result = await operation(_database.Value);
            availability.Succeeded();
            return result;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw availability.Failed(e);
        }
    }
}
