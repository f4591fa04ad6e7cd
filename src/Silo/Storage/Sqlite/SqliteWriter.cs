using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>All writing operations, on the writer's connection.</summary>
internal sealed class SqliteWriter(SqliteDatabase database, SqliteDisk disk) : IDisposable
{
    private const int CleanupRows = 500;

    /// <summary>Each row may touch three pages, which are written to the log first; when space is short that must be little.</summary>
    private const int TightCleanupRows = 16;

    private const int VacuumPages = 256;

    /// <summary>Pages of 4 KiB that a write may change besides those that hold its records: two trees and an index of records, one tree of deadlines and of reports.</summary>
    private const long BytesOfTrees = 6 * 4096;

    /// <summary>The largest record of descriptions: appending to it writes all of it again. 256 KiB of texts in UTF-16 may be more in UTF-8.</summary>
    private const long MaxDescriptionBytes = 400 << 10;

    private readonly SqliteStatement _insert = database.Prepare("INSERT INTO records(session, name, version, body) VALUES(?1, ?2, 1, ?3) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement _update = database.Prepare("UPDATE records SET version = version + 1, body = ?3 WHERE session = ?1 AND name = ?2 AND version = ?4");
    private readonly SqliteStatement _append = database.Prepare($"""
        INSERT INTO records(session, name, version, body) VALUES(?1, '{StoredRecordNames.Descriptions}', 1, ?2)
            ON CONFLICT DO UPDATE SET version = version + 1, body = CAST(body || excluded.body AS BLOB)
        """);
    private readonly SqliteStatement _remove = database.Prepare("DELETE FROM records WHERE session = ?1 AND name = ?2 AND version = ?3");
    private readonly SqliteStatement _version = database.Prepare("SELECT version FROM records WHERE session = ?1 AND name = ?2");
    private readonly SqliteStatement _expire = database.Prepare("UPDATE records SET expires_at = ?2 WHERE session = ?1");
    private readonly SqliteStatement _setDeadline = database.Prepare("INSERT INTO deadlines(session, sweep_at) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET sweep_at = excluded.sweep_at");
    private readonly SqliteStatement _dropDeadline = database.Prepare("DELETE FROM deadlines WHERE session = ?1");
    private readonly SqliteStatement _dropTextKey = database.Prepare("DELETE FROM deadlines WHERE CAST(session AS BLOB) = ?1 AND typeof(session) <> 'blob'");
    private readonly SqliteStatement _purge = database.Prepare("DELETE FROM records WHERE session = ?1");
    private readonly SqliteStatement _report = database.Prepare("INSERT INTO reports(session, stored_at, body) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement _deleteRecords = database.Prepare("DELETE FROM records WHERE rowid IN (SELECT rowid FROM records WHERE expires_at <= ?1 LIMIT ?2)");
    private readonly SqliteStatement _deleteReports = database.Prepare("""
        DELETE FROM reports WHERE position IN
            (SELECT position FROM (SELECT position, stored_at FROM reports WHERE position <= ?3 ORDER BY position LIMIT ?2) WHERE stored_at <= ?1)
            RETURNING position
        """);
    private readonly SqliteStatement _vacuum = database.Prepare($"PRAGMA incremental_vacuum({VacuumPages})");

    /// <summary>Bytes of all pages of the database, including those that are only in the log.</summary>
    public long PageBytes => database.Query("PRAGMA page_count") * database.Query("PRAGMA page_size");

    /// <summary>Maximum number of bytes that a batch adds to the log.</summary>
    public static long MaxBytesOf(IReadOnlyList<PendingWrite> batch)
    {
        var bytes = batch.Count * BytesOfTrees;
        for (var i = 0; i < batch.Count; i++)
            bytes += batch[i].Length + (batch[i].Descriptions is null ? 0 : MaxDescriptionBytes);

        return bytes;
    }

    public void Commit(IReadOnlyList<PendingWrite> batch, long nowMs) => database.Transact(() =>
    {
        for (var i = 0; i < batch.Count; i++)
            Apply(batch[i], nowMs);
    });

    public void Correct(IReadOnlyList<DeadlineCorrection> corrections) => database.Transact(() =>
    {
        foreach (var (sessionId, sweepAtMs) in corrections)
            SetDeadline(System.Text.Encoding.UTF8.GetBytes(sessionId), sweepAtMs ?? long.MaxValue);
    });

    /// <summary>Removes entries of the deadline index that belong to no session.</summary>
    public void Drop(IReadOnlyList<SqliteDeadline> invalid) => database.Transact(() =>
    {
        foreach (var entry in invalid)
        {
            if (entry.IsText)
                _dropTextKey.Bind(1, entry.Key).Run();
            else
                _dropDeadline.Bind(1, entry.Key).Run();
        }
    });

    /// <summary>Deletes all records of a session, readable or not, and its entry in the deadline index.</summary>
    public void Purge(ReadOnlyMemory<byte> session) => database.Transact(() =>
    {
        _purge.BindSession(1, session.Span).Run();
        _dropDeadline.BindSession(1, session.Span).Run();
    });

    /// <summary>Deletes some of what has expired; true when there is more.</summary>
    /// <param name="nowMs">Now.</param>
    /// <param name="reportsBeforeMs">Reports that were stored later stay.</param>
    /// <param name="reportsUpTo">Reports with a greater position stay.</param>
    /// <param name="isTight">Whether there is little room to work in.</param>
    /// <param name="deleted">Gets the positions of the reports that were deleted.</param>
    public bool DeleteExpired(long nowMs, long reportsBeforeMs, long reportsUpTo, bool isTight, List<long> deleted)
    {
        var rows = isTight ? TightCleanupRows : CleanupRows;
        var more = false;
        database.Transact(() =>
        {
            more = _deleteRecords.Bind(1, nowMs).Bind(2, rows).Run() == rows;
            var before = deleted.Count;
            _deleteReports.Bind(1, reportsBeforeMs).Bind(2, rows).Bind(3, reportsUpTo);
            while (_deleteReports.Step())
                deleted.Add(_deleteReports.Int64(0));

            _deleteReports.Reset();
            more |= deleted.Count - before == rows;
        });
        return more;
    }

    /// <summary>Copies the log into the file as far as no reader needs it, so that the log is reused instead of growing.</summary>
    public void Checkpoint() => database.Query("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Truncates the log when it is too long or the disk is short.</summary>
    public void TruncateLog()
    {
        if (disk.HasLongLog || disk.IsShort)
            database.Query("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>
    /// Returns some of the file's empty pages to the disk; true when there is more. Empty pages are reused, and moving pages costs, so up to a quarter of the file may stay empty.
    /// </summary>
    public bool Vacuum()
    {
        var empty = database.Query("PRAGMA freelist_count");
        if (empty < VacuumPages || (empty * 4 < database.Query("PRAGMA page_count") && !disk.IsShort))
            return false;

        _vacuum.Run();
        return true;
    }

    public void Dispose() => database.Dispose();

    private void Apply(PendingWrite write, long nowMs)
    {
        var session = write.SessionId.AsSpan();
        if (Store(write) == 0)
        {
            write.Conflict(StoredVersion(write));
            return;
        }

        if (write.Descriptions is { } descriptions)
            _append.BindSession(1, session).Bind(2, descriptions).Run();
        if (write.SweepAtMs is { } sweepAtMs)
            SetDeadline(session, sweepAtMs);
        if (write.ExpiresAtMs is { } expiresAtMs)
            _expire.BindSession(1, session).Bind(2, expiresAtMs).Run();
        if (write.Report is { } report)
            _report.BindSession(1, session).Bind(2, nowMs).Bind(3, report).Run();
    }

    /// <summary>Number of stored records: 0 when another version is stored.</summary>
    private int Store(PendingWrite write) => write switch
    {
        { Record: null, ExpectedVersion: 0 } => StoredVersion(write) == 0 ? 1 : 0,
        { Record: null } => _remove.BindSession(1, write.SessionId).Bind(2, write.RecordName).Bind(3, write.ExpectedVersion).Run(),
        { ExpectedVersion: 0 } => _insert.BindSession(1, write.SessionId).Bind(2, write.RecordName).Bind(3, write.Record.Body).Run(),
        _ => _update.BindSession(1, write.SessionId).Bind(2, write.RecordName).Bind(3, write.Record.Body).Bind(4, write.ExpectedVersion).Run(),
    };

    private long StoredVersion(PendingWrite write)
    {
        _version.BindSession(1, write.SessionId).Bind(2, write.RecordName);
        var version = _version.Step() ? _version.Int64(0) : 0;
        _version.Reset();
        return version;
    }

    /// <summary><see cref="long.MaxValue"/> deletes the entry (<see cref="IStoredSessionRecord.SweepAtMs"/>).</summary>
    private void SetDeadline(ReadOnlySpan<byte> session, long sweepAtMs)
    {
        if (sweepAtMs == long.MaxValue)
            _dropDeadline.BindSession(1, session).Run();
        else
            _setDeadline.BindSession(1, session).Bind(2, sweepAtMs).Run();
    }
}
