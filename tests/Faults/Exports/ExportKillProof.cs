using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Npgsql;

namespace SessionGrains.Faults.Tests;

/// <summary>
/// Sessions close while the process that exports them, and the database that it exports to, are killed again and again, in the middle of windows, files and transactions: afterwards
/// each session and each row of the report log is in each folder and in the database, exactly once. More of them: SG_EXPORT_SESSIONS and SG_EXPORT_KILLS.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class ExportKillProof(ITestOutputHelper output) : FilledServer
{
    private const int AtOnce = 8;

    private static readonly int Sessions = RunSetting.Number("SG_EXPORT_SESSIONS") ?? 3_000;
    private static readonly int Kills = RunSetting.Number("SG_EXPORT_KILLS") ?? 8;

    private readonly string[] _formats = ["Parquet", "File"];
    private string _database = "";

    [PostgresFact]
    public async Task Each_session_and_row_is_in_each_sink_once_although_exporter_and_database_are_killed()
    {
        await using var postgres = await PostgresProcess.StartAsync();
        _database = postgres.ConnectionString;
        var random = new Random(25);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var http = await StartAsync();
            using var ending = new CancellationTokenSource();
            var sending = SendAsync(http, kill * Sessions / Kills, (kill + 1) * Sessions / Kills, ending.Token);
            var waking = WakeAsync(http, ending.Token);
            await Task.Delay(random.Next(100, 2_500));
            await UntilHalfWrittenAsync();
            if (kill % 3 == 0)
            {
                postgres.Kill();
                await Task.Delay(random.Next(0, 1_500));
                await postgres.StartAgainAsync();
            }

            StopServer();
            await ending.CancelAsync();
            await Task.WhenAll(sending, waking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // What was not answered is sent again: the same batch is the same session.
        using var client = await StartAsync();
        await SendAsync(client, 0, Sessions, default);
        await Deadline.UntilAsync(
            async () => (await ReadAsync(client, "/api/v1/exports")).Single()["exports"]!.AsArray().All(static export => (long)export!["sessions"]! == Sessions), () => $"not all leave: {Server!.Output}");

        var reports = await ReadAllAsync(client, "");
        var rows = await ReadAllAsync(client, "&rows=true");
        var logged = reports.Select(static line => ((string)line["report"]!["sessionId"]!, -1L)).Order().ToList();
        var loggedRows = rows.Select(static line => ((string)line["sessionId"]!, (long)line["seq"]!)).Order().ToList();
        Assert.Equal(Sessions, logged.Count);
        foreach (var format in _formats)
        {
            var folder = new ExportedFolder(FolderOf(format));
            output.WriteLine($"{format}: {folder.Manifests.Count} windows, {(long)folder.Manifests[^1]["epoch"]! - folder.Manifests.Count} taken over after a kill.");
            AssertManifests(folder, FolderOf(format));
            Assert.Equal(logged, folder.Read("sessions").Order());
            Assert.Equal(loggedRows, folder.Read("rows").Order());
        }

        await using var database = NpgsqlDataSource.Create(_database);
        Assert.Equal(logged, (await QueryAsync(database, "SELECT session_id, -1::bigint FROM sessiongrains.sessions")).Order());
        Assert.Equal(loggedRows, (await QueryAsync(database, "SELECT session_id, seq FROM sessiongrains.rows")).Order());
    }

    private string FolderOf(string format) => Path.Combine(Folder, format.ToLowerInvariant());

    private Task<HttpClient> StartAsync() => StartAsync(
        ["ASPNETCORE_ENVIRONMENT=Production"],
        [
            "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}",
            .. _formats.SelectMany(format => (string[])
            [
                $"--Exports:{format.ToLowerInvariant()}:Kind={format}", $"--Exports:{format.ToLowerInvariant()}:Path={FolderOf(format)}", $"--Exports:{format.ToLowerInvariant()}:Window=00:00:01",
                $"--Exports:{format.ToLowerInvariant()}:MaxSessions=20",
            ]),
            "--Exports:db:Kind=PostgreSQL", $"--Exports:db:ConnectionString={_database}", "--Exports:db:Window=00:00:01", "--Exports:db:MaxSessions=20",
        ]);

    /// <summary>Until a window has files and no manifest yet, so that the kill meets it; not for long, because there may be nothing to write.</summary>
    private async Task UntilHalfWrittenAsync()
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(1); await Task.Delay(1))
        {
            if (NamesIn("sessions").Except(NamesIn("manifests")).Any())
                return;
        }

        IEnumerable<string?> NamesIn(string part) => Directory.Exists(Path.Combine(FolderOf("Parquet"), part))
            ? Directory.GetFiles(Path.Combine(FolderOf("Parquet"), part), "0*", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)
            : [];
    }

    /// <summary>Wakes the exporters more often than the sweep does.</summary>
    private static async Task WakeAsync(HttpClient http, CancellationToken ended)
    {
        while (true)
        {
            foreach (var sink in (string[])["parquet", "file", "db"])
                (await http.PostAsync($"/api/v1/exports/{sink}/resume", null, ended)).Dispose();
            await Task.Delay(50, ended);
        }
    }

    private static async Task SendAsync(HttpClient http, int from, int to, CancellationToken ended) => await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ended }, async (number, cancellationToken) =>
    {
        using var answer = await http.PostAsync("/api/v1/downloaded", new StringContent(Batch(number)), cancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);
    });

    /// <summary>A session of its own with an ad.</summary>
    private static string Batch(int number)
    {
        var ts = 1_764_000_000_000 + (number * 60_000L);
        string Event(string type, int second, string more = "") => $$"""{"eventType":"{{type}}","playerTime":{"playhead":{{second}},"ts":{{ts + (second * 1000)}}}{{more}}}""";
        return $"[{string.Join(',',
            Event("sessionStart", 0, $$""","params":{"analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o","media.id":"film-{{number}}","media.length":600,"media.contentType":"vod","media.playerName":"p","media.channel":"c"}"""),
            Event("adBreakStart", 1, ""","params":{"media.ad.podIndex":1,"media.ad.podSecond":0}"""),
            Event("adStart", 2, ""","params":{"media.ad.id":"ad","media.ad.length":5,"media.ad.podPosition":1,"media.ad.playerName":"p"}"""),
            Event("adComplete", 7), Event("adBreakComplete", 8), Event("play", 9), Event("sessionEnd", 30))}]";
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

    private static async Task<List<(string SessionId, long Seq)>> QueryAsync(NpgsqlDataSource database, string text)
    {
        await using var command = database.CreateCommand(text);
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<(string, long)>();
        while (await reader.ReadAsync())
            read.Add((reader.GetString(0), reader.GetInt64(1)));
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
