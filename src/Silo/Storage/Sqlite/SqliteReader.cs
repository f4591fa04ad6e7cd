using System.Globalization;
using System.Text;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>All reading operations, on a connection of its own: in WAL mode reads do not wait for the writer and see only durable commits.</summary>
internal sealed class SqliteReader(SqliteDatabase database) : IDisposable
{
    private const string OpenSessions = "SELECT count(*) FROM deadlines";

    /// <summary>What a look through the starts reads at a time: some milliseconds, for which loads of sessions wait.</summary>
    private const int MostScannedRows = 1_000;

    private const int MostScannedBytes = 4 << 20;

    private const string LastReport = "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'reports'";

    private const string AverageStartBytes = """
        SELECT CAST(ifnull(avg(length(body)), 0) AS INTEGER) FROM
            (SELECT records.body FROM (SELECT session FROM deadlines ORDER BY session LIMIT 64) AS open JOIN records ON records.session = open.session AND records.name = 'start')
        """;

    private readonly SqliteStatement _record = database.Prepare("SELECT version, body FROM records WHERE session = ?1 AND name = ?2");
    private readonly SqliteStatement _due = database.Prepare("SELECT session FROM deadlines WHERE sweep_at <= ?1 ORDER BY sweep_at LIMIT ?2");
    private readonly SqliteStatement _report = database.Prepare("SELECT position, session, body FROM reports WHERE position = ?1");
    private readonly SqliteStatement _reports = database.Prepare("SELECT position, session, body FROM reports WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3");

    private readonly SqliteStatement _starts = database.Prepare($"SELECT rowid, session, name = '{StoredRecordNames.Start}', body FROM records WHERE rowid > ?1 ORDER BY rowid LIMIT {MostScannedRows}");
    private readonly SqliteStatement _isOpen = database.Prepare("SELECT 1 FROM deadlines WHERE session = ?1");
    private readonly SqliteStatement _isReported = database.Prepare("SELECT 1 FROM reports WHERE session = ?1");
    private readonly SqliteStatement _reportTime = database.Prepare("SELECT position, stored_at FROM reports WHERE position > ?1 ORDER BY position LIMIT 1");
    private readonly SqliteStatement _countReports = database.Prepare(
        "SELECT count(*), max(position) FROM (SELECT position FROM reports WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3)");

    /// <summary>SQLite sorts other types after all numbers. Entries whose time is not a number are treated as due, and corrected then.</summary>
    private readonly SqliteStatement _dueWithoutTime = database.Prepare("SELECT session FROM deadlines WHERE sweep_at > 9223372036854775807 LIMIT ?1");

    public StoredRecord? Read(byte[] sessionId, string recordName)
    {
        _record.BindSession(1, sessionId).Bind(2, recordName);
        StoredRecord? found = _record.Step()
            ? new StoredRecord(_record.Int64(0), _record.Length(1) <= RecordChecksum.MaxBytes ? _record.Blob(1) : default) { Length = _record.Length(1) }
            : null;
        _record.Reset();
        return found;
    }

    public List<SqliteDeadline> Due(long nowMs, int limit)
    {
        var due = new List<SqliteDeadline>();
        _dueWithoutTime.Bind(1, limit);
        Take(_dueWithoutTime, due);
        if (due.Count < limit)
            Take(_due.Bind(1, nowMs).Bind(2, limit - due.Count), due);

        return due;
    }

    /// <summary>
    /// Reads up to <paramref name="limit"/> reports up to the position <paramref name="until"/>, of about <see cref="ReportBudget.Bytes"/> together. Null if the position <paramref name="after"/> has never been used: the
    /// sequence knows the last one, even when that report has been removed.
    /// </summary>
    public List<ReportEntry>? Reports(long after, long until, int limit)
    {
        var entries = new List<ReportEntry>();
        var bytes = 0L;
        _reports.Bind(1, after).Bind(2, until).Bind(3, limit);
        while (_reports.Step())
        {
            bytes += IsRead(_reports) ? _reports.Length(2) : 0;
            if (entries.Count > 0 && bytes > ReportBudget.Bytes)
                break;

            entries.Add(Entry(_reports));
        }

        _reports.Reset();
        return entries.Count == 0 && after > database.Query(LastReport) ? null : entries;
    }

    public ReportEntry? Report(long position)
    {
        _report.Bind(1, position);
        ReportEntry? entry = _report.Step() ? Entry(_report) : null;
        _report.Reset();
        return entry;
    }

    /// <summary>Some of the starts in the order of their rows, which writes do not change.</summary>
    public StartPage FindStarts(long after, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        var (found, unreadable, bytes, rows) = (new List<FoundStart>(), 0, 0L, 0);
        _starts.Bind(1, after);
        while (bytes < MostScannedBytes && _starts.Step())
        {
            (after, rows) = (_starts.Int64(0), rows + 1);
            if (_starts.Int64(2) == 0)
                continue;

            var (id, length) = (_starts.Session(1), _starts.Length(3));
            var body = length <= RecordChecksum.MaxBytes ? _starts.Bytes(3) : default;
            bytes += body.Length;
            if (StartTexts.HasAny(body, texts))
                found.Add(new(id, body.ToArray(), false, false));
            else if (!RecordChecksum.IsIntact(Encoding.UTF8.GetBytes(id), StoredRecordNames.Start, body))
                unreadable++;
        }

        var isEnd = bytes < MostScannedBytes && rows < MostScannedRows;
        _starts.Reset();
        return new([.. found.Select(start => start with { IsOpen = Has(_isOpen, start.SessionId), HasReport = Has(_isReported, start.SessionId) })],
            unreadable, isEnd ? null : after.ToString(CultureInfo.InvariantCulture));
    }

    public ReportCount CountReports(long after, long until, int limit)
    {
        _countReports.Bind(1, after).Bind(2, until).Bind(3, limit).Step();
        var (count, last) = ((int)_countReports.Int64(0), _countReports.Int64(1));
        _countReports.Reset();
        return new(count, count == 0 ? null : NumberedReportCursor.Format(last), count == limit);
    }

    /// <summary>The position after which are the reports that were stored at a time or later; 0 for the start. Halves the range, because positions are in the order of the commits.</summary>
    public long FindReport(long storedAtMs)
    {
        var (before, last) = (Math.Max(0, database.Query("SELECT ifnull(min(position), 0) FROM reports") - 1), database.Query("SELECT ifnull(max(position), 0) FROM reports"));
        while (before < last)
        {
            var middle = before + ((last - before) / 2);

            // There is none if it was erased meanwhile.
            var isThere = _reportTime.Bind(1, middle).Step();
            var (position, isBefore) = isThere ? (_reportTime.Int64(0), _reportTime.Int64(1) < storedAtMs) : (middle, false);
            _reportTime.Reset();
            (before, last) = isBefore ? (position, last) : (before, middle);
        }

        return before;
    }

    /// <summary>
    /// After which position reports stay for a reader at <paramref name="position"/>, although they are old: of those stored until <paramref name="untilMs"/>, the last ones that have about
    /// <paramref name="maxBytes"/> bytes, by the mean size of a hundred.
    /// </summary>
    public long HeldFrom(long position, long untilMs, long maxBytes)
    {
        // Times grow with positions, so the first newer one is found by halving.
        var newer = database.Query(LastReport) + 1;
        for (var low = position + 1; low < newer;)
        {
            var middle = low + ((newer - low) / 2);
            if (database.Query(Text($"SELECT stored_at FROM reports WHERE position >= {middle} ORDER BY position LIMIT 1")) is var storedAtMs && storedAtMs <= untilMs)
                low = middle + 1;
            else
                newer = middle;
        }

        var bytesOfOne = database.Query(Text($"SELECT CAST(ifnull(avg(length(body)), 0) AS INTEGER) FROM (SELECT body FROM reports WHERE position > {position} ORDER BY position LIMIT 100)"));
        return Math.Max(position, newer - 1 - (maxBytes / Math.Max(1, bytesOfOne)));

        static string Text(FormattableString sql) => FormattableString.Invariant(sql);
    }

    /// <summary>
    /// Measures the file. What the open sessions will still take (their reports contain their starts) is estimated from a sample of starts, which is random because ids are, and only
    /// once a quarter of the maximum is used; before that it cannot matter.
    /// </summary>
    public SqliteUsage Usage(long maxBytes)
    {
        var pageSize = database.Query("PRAGMA page_size");
        var (file, free) = (database.Query("PRAGMA page_count") * pageSize, database.Query("PRAGMA freelist_count") * pageSize);
        var owed = file - free < maxBytes / 4 ? 0 : database.Query(OpenSessions) * (database.Query(AverageStartBytes) + StoreMaintenance.BytesToClose);
        return new SqliteUsage(file, free, owed);
    }

    public void Dispose() => database.Dispose();

    private static bool Has(SqliteStatement statement, string sessionId)
    {
        var has = statement.BindSession(1, Encoding.UTF8.GetBytes(sessionId)).Step();
        statement.Reset();
        return has;
    }

    private static bool IsRead(SqliteStatement report) => report.Length(2) <= ReportBudget.OneReport;

    private static ReportEntry Entry(SqliteStatement report) =>
        new(NumberedReportCursor.Format(report.Int64(0)), report.Session(1), IsRead(report) ? report.Blob(2) : []) { StoredBytes = report.Length(2) };

    private static void Take(SqliteStatement statement, List<SqliteDeadline> due)
    {
        while (statement.Step())
            due.Add(SqliteDeadline.Of(statement.IsBlob(0), statement.IsText(0), statement.Blob(0)));
    }
}
