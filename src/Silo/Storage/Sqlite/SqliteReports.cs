using Microsoft.Data.Sqlite;
using SessionGrains.Reports;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The report log in the file, for reading beside the server that owns it. For one caller at a time; a read blocks.</summary>
internal sealed class SqliteReports : IReportLog, IDisposable
{
    private readonly SqliteReader _reader;

    /// <exception cref="StartRefusedException">There is no such file, or it cannot be read.</exception>
    public SqliteReports(SqliteStoreOptions options)
    {
        if (options.Path.Length == 0)
            throw new StartRefusedException(SqliteStoreOptions.Missing);

        if (!File.Exists(options.Path))
        {
            throw new StartRefusedException($"There is no session database '{Path.GetFullPath(options.Path)}': set {SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)} as the server has it, or start in its folder.");
        }

        try
        {
            SqliteSchema.Check(options);
            _reader = new(new SqliteDatabase(options, new SqliteDisk(options)));
        }
        catch (SqliteException e)
        {
            throw new StartRefusedException($"The session database '{options.Path}' cannot be read: {e.Message}", e);
        }
    }

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<ReportEntry>>(Read(after, long.MaxValue, limit));

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<ReportEntry>>(Read(after, NumberedReportCursor.Parse(until), limit));

    public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default) => ValueTask.FromResult(_reader.Report(NumberedReportCursor.Parse(cursor, stream)));

    public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default) => ValueTask.FromResult(
        _reader.CountReports(after is null ? 0 : NumberedReportCursor.Parse(after), until is null ? long.MaxValue : NumberedReportCursor.Parse(until), limit));

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_reader.FindReport(time.ToUnixTimeMilliseconds()) is > 0 and var position ? NumberedReportCursor.Format(position) : null);

    public string? Earlier(string? one, string? other) => NumberedReportCursor.Earlier(one, other);

    public void Dispose() => _reader.Dispose();

    private List<ReportEntry> Read(string? after, long until, int limit) => _reader.Reports(after is null ? 0 : NumberedReportCursor.Parse(after), until, limit) ?? throw WrongReportCursor.Of(after!);
}
