using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.Tables;
using SessionGrains.Tracking;

namespace SessionGrains.Bench.Micro;

/// <summary>What a closed session costs that leaves with 1,000 others: read from the bytes of its report, and written as both tables of a folder. Times are of one session.</summary>
public class ExportingSessions
{
    private const int Sessions = 1_000;

    private readonly Serializer<SessionView> _serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<SessionView>>();

    private byte[][] _reports = [];
    private SessionReport[] _opened = [];

    /// <summary>Two minutes without an ad, or half an hour with an advertisement every ten minutes.</summary>
    [Params("clip", "episode")]
    public string Session { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var playing = new Playing(Playing.Sample);
        for (var i = 1; i <= (Session == "clip" ? 12 : 180); i++)
        {
            playing.Send(PlayerEventType.Ping, 10_000);
            if (Session == "episode" && i % 60 == 0)
                ShowAd(playing, i);
        }

        playing.Send(PlayerEventType.SessionComplete, 1_000);
        playing.Session.HandleDeadline(playing.Session.NextDeadlineMs);
        _reports = [.. Enumerable.Range(0, Sessions).Select(i => _serializer.SerializeToArray(
            SessionViews.Of($"{i:x64}", playing.Session, new() { Request = Playing.Sample }, Descriptions.None)))];
        _opened = Read();
        Console.WriteLine($"// A report of the session '{Session}' has {_reports[0].Length} bytes and {ExportedSession.Of(_opened[0]).Rows.Count} rows.");
        Console.WriteLine($"// As Parquet {TablesAsync(new ParquetFormat()).Result / Sessions} bytes a session, as lines {TablesAsync(new NdjsonFormat()).Result / Sessions}.");
    }

    [Benchmark(OperationsPerInvoke = Sessions)]
    public SessionReport[] Read() => [.. _reports.Select((bytes, i) => new SessionReport($"{i}", _serializer.Deserialize(bytes)!))];

    [Benchmark(OperationsPerInvoke = Sessions)]
    public Task<long> WriteParquet() => TablesAsync(new ParquetFormat());

    [Benchmark(OperationsPerInvoke = Sessions)]
    public Task<long> WriteLines() => TablesAsync(new NdjsonFormat());

    private static void ShowAd(Playing playing, int index)
    {
        playing.Send(new PlayerEvent { Type = PlayerEventType.AdBreakStart, Ts = 0, Playhead = 0, Fingerprint = 0, AdBreak = new(index, 0, null) }, 100);
        playing.Send(new PlayerEvent { Type = PlayerEventType.AdStart, Ts = 0, Playhead = 0, Fingerprint = 0, Ad = new($"ad {index}", "An advertisement") }, 100);
        playing.Send(PlayerEventType.AdComplete, 9_000);
        playing.Send(PlayerEventType.AdBreakComplete, 100);
        playing.Send(PlayerEventType.Play, 100);
    }

    /// <summary>The bytes of both tables.</summary>
    private async Task<long> TablesAsync(ITableFormat format)
    {
        ExportedSession[] sessions = [.. _opened.Select(ExportedSession.Of)];
        ExportedRow[] rows = [.. sessions.SelectMany(static session => session.Rows.Select(row => new ExportedRow(session, row)))];
        return (await format.WriteAsync(SessionsTable.Columns, sessions, default)).Length + (await format.WriteAsync(RowsTable.Columns, rows, default)).LongLength;
    }
}
