using Npgsql;
using SessionGrains.Exports;
using SessionGrains.Reports;
using SessionGrains.Silo.Exports.Postgres;

namespace SessionGrains.Bench.Micro;

/// <summary>
/// How long a closed session takes to a PostgreSQL when 1,000 leave together, in a transaction that is on the disk when it ends. Times are of one session, waiting included. The database is named by
/// SG_BENCH_POSTGRES, such as <c>Host=localhost;Username=postgres</c>; the schema <c>bench</c> is made anew.
/// </summary>
public class ExportingToPostgres
{
    private const string Variable = "SG_BENCH_POSTGRES";
    private const string Schema = "bench";

    private PostgresSink _sink = null!;
    private SessionReport[] _opened = [];
    private long _left;

    [Params(ClosedSessions.Clip, ClosedSessions.Episode)]
    public string Session { get; set; } = "";

    [GlobalSetup]
    public async Task Setup()
    {
        var database = PostgresSink.Open(Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"Set {Variable} to the connection string of a PostgreSQL."));
        await using (var drop = database.CreateCommand($"DROP SCHEMA IF EXISTS {Schema} CASCADE"))
            await drop.ExecuteNonQueryAsync();

        _sink = new(database, Schema, "bench");
        var closed = new ClosedSessions();
        closed.Close(Session);
        _opened = closed.Read();
    }

    [Benchmark(OperationsPerInvoke = ClosedSessions.Count)]
    public async Task Write()
    {
        var first = _left + 1;
        _left += ClosedSessions.Count;
        await _sink.WriteAsync(new("bench", new(first == 1 ? null : $"{first - 1}", $"{_left}", first, ClosedSessions.Count, Epoch: 1), _opened), default);
    }
}
