using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Npgsql;

namespace SessionGrains.Faults.Tests;

/// <summary>
/// Sessions close while the process that exports them, and the database that it exports to, are killed again and again, in the middle of windows, files and transactions: afterwards
/// each session and each row of the report log is in each sink, exactly once and with its values. More of them: SG_EXPORT_SESSIONS and SG_EXPORT_KILLS, of each of the two.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class ExportKillProof(ITestOutputHelper output) : FilledServer
{
    private const int AtOnce = 8;

    /// <summary>The folder's sinks: names and kinds.</summary>
    private static readonly (string Name, string Kind)[] Folders = [("parquet", "Parquet"), ("file", "File")];

    private static readonly int Sessions = RunSetting.Number("SG_EXPORT_SESSIONS") ?? 1_500;
    private static readonly int Kills = RunSetting.Number("SG_EXPORT_KILLS") ?? 4;

    [Fact]
    public async Task Each_session_and_row_is_in_each_folder_once_although_the_exporter_is_killed()
    {
        var (sessions, rows) = await RunAsync([.. Folders.Select(static sink => sink.Name)], FolderSettings(), UntilHalfWrittenAsync);
        foreach (var (name, _) in Folders)
        {
            var folder = new ExportedFolder(FolderOf(name));
            output.WriteLine($"{name}: {folder.Manifests.Count} windows, {(long)folder.Manifests[^1]["epoch"]! - folder.Manifests.Count} taken over after a kill.");
            AssertManifests(folder, FolderOf(name));
            Assert.Equal(sessions, folder.ReadSessions().Order());
            Assert.Equal(rows, folder.ReadRows().Order());
        }
    }

    [PostgresFact]
    public async Task Each_session_and_row_is_in_the_database_once_although_exporter_and_database_are_killed()
    {
        await using var postgres = await PostgresProcess.StartAsync();
        var random = new Random(26);
        var (sessions, rows) = await RunAsync(["db"], ["--Exports:db:Kind=PostgreSQL", $"--Exports:db:ConnectionString={postgres.ConnectionString}", .. Pace("db")], async kill =>
        {
            if (kill % 2 == 0)
            {
                postgres.Kill();
                await Task.Delay(random.Next(0, 1_500));
                await postgres.StartAgainAsync();
            }
        });

        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        Assert.Equal(
            sessions, (await QueryAsync(database, "SELECT session_id, media_id, content_time_spent, ad_time_spent, ad_count FROM sessiongrains.sessions", static row => new ExportedMetrics(row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetDouble(3), row.GetInt64(4)))).Order());
        Assert.Equal(rows, (await QueryAsync(database, "SELECT session_id, seq, kind FROM sessiongrains.rows", static row => new ExportedRowKey(row.GetString(0), row.GetInt64(1), row.GetString(2)))).Order());
    }

    /// <summary>Sends all sessions, with kills, and gives what the report feed has when all have left.</summary>
    private async Task<(List<ExportedMetrics> Sessions, List<ExportedRowKey> Rows)> RunAsync(string[] sinks, string[] settings, Func<int, Task> beforeKillAsync)
    {
        var random = new Random(25);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var http = await StartAsync(settings);
            using var ending = new CancellationTokenSource();
            var sending = SendAsync(http, kill * Sessions / Kills, (kill + 1) * Sessions / Kills, ending.Token);
            var waking = WakeAsync(http, sinks, ending.Token);
            await Task.Delay(random.Next(100, 2_500));
            await beforeKillAsync(kill);
            StopServer();
            await ending.CancelAsync();
            await Task.WhenAll(sending, waking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // What was not answered is sent again: the same batch is the same session.
        using var client = await StartAsync(settings);
        await SendAsync(client, 0, Sessions, default);
        await Deadline.UntilAsync(
            async () => (await ReadAsync(client, "/api/v1/exports")).Single()["exports"]!.AsArray().All(static export => (long)export!["sessions"]! == Sessions), () => $"not all leave: {Server!.Output}");

        var sessions = (await ReadAllAsync(client, "")).Select(static line => ExportedMetrics.OfReport(line["report"]!)).Order().ToList();
        var rows = (await ReadAllAsync(client, "&rows=true")).Select(static line => new ExportedRowKey((string)line["sessionId"]!, (long)line["seq"]!, (string)line["kind"]!)).Order().ToList();
        Assert.Equal(Sessions, sessions.Select(static session => session.SessionId).Distinct().Count());
        Assert.Equal(Sessions, sessions.Count);
        Assert.All(sessions, static session => Assert.True(session is { ContentTimeSpent: > 0, AdTimeSpent: > 0, AdCount: 1 }));
        return (sessions, rows);
    }

    private string FolderOf(string sink) => Path.Combine(Folder, sink);

    private Task<HttpClient> StartAsync(string[] settings) =>
        StartAsync(["ASPNETCORE_ENVIRONMENT=Production"], ["--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}", .. settings]);

    private string[] FolderSettings() => [.. Folders.SelectMany(sink => (string[])[$"--Exports:{sink.Name}:Kind={sink.Kind}", $"--Exports:{sink.Name}:Path={FolderOf(sink.Name)}", .. Pace(sink.Name)])];

    private static string[] Pace(string sink) => [$"--Exports:{sink}:Window=00:00:01", $"--Exports:{sink}:MaxSessions=20"];

    /// <summary>Until a window has files and no manifest yet, so that the kill meets it; not for long, because there may be nothing to write.</summary>
    private async Task UntilHalfWrittenAsync(int kill)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(1); await Task.Delay(1))
        {
            if (NamesIn("sessions").Except(NamesIn("manifests")).Any())
                return;
        }

        IEnumerable<string?> NamesIn(string part) => Directory.Exists(Path.Combine(FolderOf("parquet"), part))
            ? Directory.GetFiles(Path.Combine(FolderOf("parquet"), part), "0*", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)
            : [];
    }

    /// <summary>Wakes the exporters more often than the sweep does.</summary>
    private static async Task WakeAsync(HttpClient http, string[] sinks, CancellationToken ended)
    {
        while (true)
        {
            foreach (var sink in sinks)
                (await http.PostAsync($"/api/v1/exports/{sink}/resume", null, ended)).Dispose();
            await Task.Delay(50, ended);
        }
    }

    private static async Task SendAsync(HttpClient http, int from, int to, CancellationToken ended) => await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ended }, async (number, cancellationToken) =>
    {
        using var answer = await http.PostAsync("/api/v1/downloaded", new StringContent(Batch(number)), cancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);
    });

    /// <summary>A session of its own with an ad, of its own length.</summary>
    private static string Batch(int number)
    {
        var ts = 1_764_000_000_000 + (number * 60_000L);
        string Event(string type, int second, string more = "") => $$"""{"eventType":"{{type}}","playerTime":{"playhead":{{second}},"ts":{{ts + (second * 1000)}}}{{more}}}""";
        return $"[{string.Join(',',
            Event("sessionStart", 0, $$""","params":{"analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o","media.id":"film-{{number}}","media.length":600,"media.contentType":"vod","media.playerName":"p","media.channel":"c"}"""),
            Event("adBreakStart", 1, ""","params":{"media.ad.podIndex":1,"media.ad.podSecond":0}"""),
            Event("adStart", 2, ""","params":{"media.ad.id":"ad","media.ad.length":5,"media.ad.podPosition":1,"media.ad.playerName":"p"}"""),
            Event("adComplete", 7), Event("adBreakComplete", 8), Event("play", 9), Event("sessionEnd", 30 + (number % 300)))}]";
    }

    /// <summary>Numbers without gaps, and files that are what the manifests say.</summary>
    private static void AssertManifests(ExportedFolder folder, string path)
    {
        var next = 1L;
        foreach (var manifest in folder.Manifests)
        {
            Assert.Equal((next, 0), ((long)manifest["first"]!, (int)manifest["missing"]!));
            next = (long)manifest["last"]! + 1;
            foreach (var file in manifest["files"]!.AsArray())
                Assert.Equal((string?)file!["sha256"], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(path, (string)file["name"]!)))));
        }

        Assert.Equal(Sessions + 1, next);
        Assert.Empty(Directory.GetFiles(path, "*.tmp", SearchOption.AllDirectories));
    }

    private static async Task<List<T>> QueryAsync<T>(NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> readRow)
    {
        await using var command = database.CreateCommand(text);
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<T>();
        while (await reader.ReadAsync())
            read.Add(readRow(reader));
        return read;
    }

    private static async Task<List<JsonNode>> ReadAllAsync(HttpClient http, string more)
    {
        var all = new List<JsonNode>();
        for (string? after = null; ; after = (string)all[^1]["cursor"]!)
        {
            var lines = await ReadAsync(http, $"/api/v1/reports?limit=1000{more}{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}");
            if (lines.Count == 0)
                return all;

            all.AddRange(lines);
        }
    }

    private static async Task<List<JsonNode>> ReadAsync(HttpClient http, string path) =>
        [.. (await http.GetStringAsync(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
}
