using SessionGrains.Exports;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// The session store in one file, for one machine: one transaction per batch, durable when it returns. SQLite has one writer at a time, so there is one partition; the
/// processes of a local cluster alternate by its lock.
/// </summary>
internal sealed partial class SqliteSessionStore : ISessionStoreBackend, IRecordPurge, IMaintainedStore
{
    private const int PartSize = 16;

    private readonly SqliteStoreOptions _options;
    private readonly StoreRoom _room;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _reportRetention;
    private readonly RecordQuarantine? _quarantine;
    private readonly ReportHolds? _holds;
    private readonly StoreMaintenance _maintenance;
    private readonly StoreAvailability _writing;
    private readonly StoreAvailability _reading;
    private SqliteDisk? _disk;
    private FileStream? _lock;
    private SqliteWorker<SqliteWriter>? _writer;
    private SqliteWorker<SqliteReader>? _reader;

    public SqliteSessionStore(
        SqliteStoreOptions options, ReportsOptions reports, StoreRoom room, IStoreRecovery recovery, TimeProvider clock, ILogger<SqliteSessionStore> logger,
        RecordQuarantine? quarantine = null, ReportHolds? holds = null)
    {
        (_options, _room, _clock, _reportRetention, _quarantine, _holds) = (options, room, clock, reports.Retention, quarantine, holds);
        _maintenance = new StoreMaintenance(this, room, recovery, clock, logger);

        // Two, because a full disk can still be read.
        _writing = new StoreAvailability(logger, "Sqlite, writing");
        _reading = new StoreAvailability(logger, "Sqlite, reading");
    }

    public int Partitions => 1;

    public Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (_lock is not null)
            return Task.CompletedTask;

        _lock = SqliteFileLock.Take(_options);
        var disk = _disk = new SqliteDisk(_options);

        // Opening the database on a full disk needs some space too.
        disk.UpdateReserve();
        SqliteSchema.Prepare(_options, disk);
        _writer = new SqliteWorker<SqliteWriter>("sqlite-writer", () => new SqliteWriter(new SqliteDatabase(_options, disk), disk), _writing);
        _reader = new SqliteWorker<SqliteReader>("sqlite-reader", () => new SqliteReader(new SqliteDatabase(_options, disk)), _reading);
        _maintenance.Start();
        return Task.CompletedTask;
    }

    public int PartitionOf(ReadOnlySpan<byte> sessionId) => 0;

    public Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch) => WriteAsync(writer =>
    {
        if (_room.Level == RoomLevel.Full || Opened(_disk).IsShortFor(SqliteWriter.MaxBytesOf(batch)))
            CommitInParts(writer, batch);
        else
            writer.Commit(batch, NowMs());
    });

    public Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Read(sessionId, recordName), cancellationToken);

    public async ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken)
    {
        var due = await ReadAsync(reader => reader.Due(nowMs, limit), cancellationToken);
        if (due.Exists(static entry => entry.SessionId is null))
            await DropAsync([.. due.Where(static entry => entry.SessionId is null)]);

        return [.. due.Select(static entry => entry.SessionId).OfType<string>()];
    }

    public async ValueTask PurgeAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = System.Text.Encoding.UTF8.GetBytes(sessionId);
        await WriteAsync(writer => writer.Purge(session)).WaitAsync(cancellationToken);
    }

    public async ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken) =>
        await WriteAsync(writer => writer.Correct(corrections)).WaitAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken) => ReadReportsAsync(after, long.MaxValue, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken) =>
        ReadReportsAsync(after, NumberedReportCursor.Parse(until), limit, cancellationToken);

    public async ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken)
    {
        var position = NumberedReportCursor.Parse(cursor, stream);
        return await ReadAsync(reader => reader.Report(position), cancellationToken);
    }

    public async ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken)
    {
        var (first, last) = (after is null ? 0 : NumberedReportCursor.Parse(after), until is null ? long.MaxValue : NumberedReportCursor.Parse(until));
        return await ReadAsync(reader => reader.CountReports(first, last, limit), cancellationToken);
    }

    public async ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var position = await ReadAsync(reader => reader.FindReport(time.ToUnixTimeMilliseconds()), cancellationToken);
        return position == 0 ? null : NumberedReportCursor.Format(position);
    }

    public string? Earlier(string? one, string? other) => NumberedReportCursor.Earlier(one, other);

    async Task<RoomSample> IMaintainedStore.MeasureAsync()
    {
        var disk = Opened(_disk);

        // Before the query, which may fail on a full disk.
        disk.UpdateReserve();
        return disk.Measure(await ReadAsync(reader => reader.Usage(disk.MaxBytes), CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _maintenance.DisposeAsync();
        _writer?.Dispose();
        _reader?.Dispose();
        _lock?.Dispose();
    }

    private async ValueTask<IReadOnlyList<ReportEntry>> ReadReportsAsync(string? after, long until, int limit, CancellationToken cancellationToken)
    {
        var position = after is null ? 0 : NumberedReportCursor.Parse(after);
        return await ReadAsync(reader => reader.Reports(position, until, limit), cancellationToken) ?? throw WrongReportCursor.Of(after!);
    }

    /// <summary>Removes invalid entries: they would be due forever, before all others.</summary>
    private async Task DropAsync(SqliteDeadline[] invalid)
    {
        foreach (var entry in invalid)
            _quarantine?.Record(new(RecordKind.Deadline, Convert.ToHexStringLower(entry.Key), UnreadableReason.Damaged, entry.Key.Length));

        await WriteAsync(writer => writer.Drop(invalid));
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Commits in small parts while space is short, because it may suffice for some writes: a session that ends will free its space. The disk is looked at before each part, not
    /// only once a second: a crowd that ends fills it in less, and without the reserve nothing could ever be deleted again. Each part that is stored ends the tasks of its writes.
    /// </summary>
    private void CommitInParts(SqliteWriter writer, IReadOnlyList<PendingWrite> batch)
    {
        foreach (var part in batch.Chunk(PartSize))
        {
            if (!Opened(_disk).HasSpaceFor(SqliteWriter.MaxBytesOf(part), writer.PageBytes))
                throw new Stores.StoreUnavailableException("The disk is full; the rest is reserved for deleting what has expired.");

            writer.Commit(part, NowMs());

            // Before the checkpoint, which fails on a full disk: they are stored, and their sessions must know.
            foreach (var write in part)
                write.Complete();

            writer.Checkpoint();
        }
    }

    async Task<bool> IMaintainedStore.DeleteExpiredAsync(bool isTight)
    {
        if (isTight)
            await WriteAsync(static writer => writer.Checkpoint());

        await DeleteRecordsAndReportsAsync(isTight);
        while (await Opened(_writer).RunAsync(static writer => writer.Vacuum()))
        {
        }

        await WriteAsync(static writer => writer.TruncateLog());
        return !Opened(_disk).IsExhausted;
    }

    /// <summary>In small transactions, so that batches can run in between.</summary>
    private async Task DeleteRecordsAndReportsAsync(bool isTight)
    {
        var reportsBeforeMs = NowMs() - (long)_reportRetention.TotalMilliseconds;
        var holds = _holds is null ? [] : _holds.All?.Select(static hold => new PositionHold(hold.Sink, hold.Cursor is null ? 0 : NumberedReportCursor.Parse(hold.Cursor), hold.MaxBytes)).ToList();
        var upTo = isTight ? long.MaxValue : holds is null ? 0 : await ReadAsync(reader => holds.Min(hold => (long?)reader.HeldFrom(hold.Position, reportsBeforeMs, hold.MaxBytes)) ?? long.MaxValue, CancellationToken.None);
        for (var isMore = true; isMore;)
        {
            var deleted = new List<long>();
            isMore = await Opened(_writer).RunAsync(writer => writer.DeleteExpired(NowMs(), reportsBeforeMs, upTo, isTight, deleted));
            foreach (var hold in holds ?? [])
                _holds!.RecordExpired(hold.Sink, deleted.Count(position => position > hold.Position));
        }
    }

    private Task<bool> WriteAsync(Action<SqliteWriter> work) => Opened(_writer).RunAsync(writer =>
    {
        work(writer);
        return true;
    });

    private Task<T> ReadAsync<T>(Func<SqliteReader, T> work, CancellationToken cancellationToken) =>
        Opened(_reader).RunAsync(work).WaitAsync(cancellationToken);

    private static T Opened<T>(T? worker)
        where T : class => worker ?? throw new Stores.StoreUnavailableException("The session store is not open yet.");

    /// <summary>As <see cref="ReportHold"/>, with the position of its cursor.</summary>
    private readonly record struct PositionHold(string Sink, long Position, long MaxBytes);
}
