using SessionGrains.Reports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Bench.Micro;

/// <summary>What a closed session costs that leaves with 1,000 others: read from the bytes of its report, and written as both tables of a folder. Times are of one session.</summary>
public class ExportingSessions
{
    private readonly ClosedSessions _closed = new();
    private SessionReport[] _opened = [];

    [Params(ClosedSessions.Clip, ClosedSessions.Episode)]
    public string Session { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _closed.Close(Session);
        _opened = Read();
        Console.WriteLine($"// A report of the session '{Session}' has {_closed.BytesOfOne} bytes and {ExportedSession.Of(_opened[0]).Rows.Count} rows.");
        Console.WriteLine($"// As Parquet {TablesAsync(new ParquetFormat()).Result / ClosedSessions.Count} bytes a session, as lines {TablesAsync(new NdjsonFormat()).Result / ClosedSessions.Count}.");
    }

    [Benchmark(OperationsPerInvoke = ClosedSessions.Count)]
    public SessionReport[] Read() => _closed.Read();

    [Benchmark(OperationsPerInvoke = ClosedSessions.Count)]
    public Task<long> WriteParquet() => TablesAsync(new ParquetFormat());

    [Benchmark(OperationsPerInvoke = ClosedSessions.Count)]
    public Task<long> WriteLines() => TablesAsync(new NdjsonFormat());

    /// <summary>The bytes of both tables.</summary>
    private async Task<long> TablesAsync(ITableFormat format)
    {
        ExportedSession[] sessions = [.. _opened.Select(ExportedSession.Of)];
        ExportedRow[] rows = [.. sessions.SelectMany(static session => session.Rows.Select(row => new ExportedRow(session, row)))];
        return (await format.WriteAsync(SessionsTable.Columns, sessions, default)).Length + (await format.WriteAsync(RowsTable.Columns, rows, default)).LongLength;
    }
}
