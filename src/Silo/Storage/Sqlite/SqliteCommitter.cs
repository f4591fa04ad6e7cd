using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>Everything that writes, on the writer's connection.</summary>
internal sealed class SqliteWriter(SqliteDatabase database, SqliteDisk disk) : IDisposable
{
    private const int UpkeepRows = 500;

    /// <summary>Each may touch three pages, which go to the log first: where room is short that must be little.</summary>
    private const int TightUpkeepRows = 16;

    private const int PagesGivenBack = 256;

    private readonly SqliteStatement _insert = database.Prepare("INSERT INTO records(session, name, version, body) VALUES(?1, ?2, 1, ?3) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement _update = database.Prepare("UPDATE records SET version = version + 1, body = ?3 WHERE session = ?1 AND name = ?2 AND version = ?4");
    private readonly SqliteStatement _remove = database.Prepare("DELETE FROM records WHERE session = ?1 AND name = ?2 AND version = ?3");
    private readonly SqliteStatement _version = database.Prepare("SELECT version FROM records WHERE session = ?1 AND name = ?2");
    private readonly SqliteStatement _expire = database.Prepare("UPDATE records SET expires_at = ?2 WHERE session = ?1");
    private readonly SqliteStatement _setDeadline = database.Prepare("INSERT INTO deadlines(session, sweep_at) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET sweep_at = excluded.sweep_at");
    private readonly SqliteStatement _dropDeadline = database.Prepare("DELETE FROM deadlines WHERE session = ?1");
    private readonly SqliteStatement _dropTextKey = database.Prepare("DELETE FROM deadlines WHERE CAST(session AS BLOB) = ?1 AND typeof(session) <> 'blob'");
    private readonly SqliteStatement _purge = database.Prepare("DELETE FROM records WHERE session = ?1");
    private readonly SqliteStatement _report = database.Prepare("INSERT INTO reports(session, stored_at, body) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement _forgetRecords = database.Prepare("DELETE FROM records WHERE rowid IN (SELECT rowid FROM records WHERE expires_at <= ?1 LIMIT ?2)");
    private readonly SqliteStatement _forgetReports = database.Prepare("""
        DELETE FROM reports WHERE position IN
            (SELECT position FROM (SELECT position, stored_at FROM reports ORDER BY position LIMIT ?2) WHERE stored_at <= ?1)
        """);
    private readonly SqliteStatement _giveBack = database.Prepare($"PRAGMA incremental_vacuum({PagesGivenBack})");

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

    /// <summary>Takes entries out of the deadline index that name no session.</summary>
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

    /// <summary>Deletes the records of a session, whatever is in them, and its entry in the deadline index.</summary>
    public void Purge(ReadOnlyMemory<byte> session) => database.Transact(() =>
    {
        _purge.BindSession(1, session.Span).Run();
        _dropDeadline.BindSession(1, session.Span).Run();
    });

    /// <summary>Deletes some of what has expired; true when there is more.</summary>
    public bool Forget(long nowMs, long reportsBeforeMs, bool isTight)
    {
        var rows = isTight ? TightUpkeepRows : UpkeepRows;
        var more = false;
        database.Transact(() =>
        {
            more = _forgetRecords.Bind(1, nowMs).Bind(2, rows).Run() == rows;
            more |= _forgetReports.Bind(1, reportsBeforeMs).Bind(2, rows).Run() == rows;
        });
        return more;
    }

    /// <summary>Writes the log back into the file as far as nobody needs it, so that it begins anew instead of growing.</summary>
    public void WriteLogBack() => database.Query("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Cuts the log off, where it is too long or the disk is short.</summary>
    public void CutLog()
    {
        if (disk.HasLongLog || disk.IsShort)
            database.Query("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>
    /// Gives some of the file's empty pages back to the disk; true when there is more to give. What is empty is used again by itself, so a quarter of the file may be:
    /// moving pages costs.
    /// </summary>
    public bool GiveBack()
    {
        var empty = database.Query("PRAGMA freelist_count");
        if (empty < PagesGivenBack || (empty * 4 < database.Query("PRAGMA page_count") && !disk.IsShort))
            return false;

        _giveBack.Run();
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

        if (write.SweepAtMs is { } sweepAtMs)
            SetDeadline(session, sweepAtMs);
        if (write.ExpiresAtMs is { } expiresAtMs)
            _expire.BindSession(1, session).Bind(2, expiresAtMs).Run();
        if (write.Report is { } report)
            _report.BindSession(1, session).Bind(2, nowMs).Bind(3, report).Run();
    }

    /// <summary>The number of records stored: 0 when another version is there.</summary>
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

    /// <summary><see cref="long.MaxValue"/> drops the entry (<see cref="IStoredSessionRecord.SweepAtMs"/>).</summary>
    private void SetDeadline(ReadOnlySpan<byte> session, long sweepAtMs)
    {
        if (sweepAtMs == long.MaxValue)
            _dropDeadline.BindSession(1, session).Run();
        else
            _setDeadline.BindSession(1, session).Bind(2, sweepAtMs).Run();
    }
}
