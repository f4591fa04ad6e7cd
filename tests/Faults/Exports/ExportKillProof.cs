using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SessionGrains.Faults.Tests;

/// <summary>
/// Sessions close while the process that exports them is killed again and again, in the middle of windows and files: afterwards each session and each row of the report log is in
/// each folder, exactly once. More of them: SG_EXPORT_SESSIONS and SG_EXPORT_KILLS.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class ExportKillProof(ITestOutputHelper output) : FilledServer
{
    private const int AtOnce = 8;

    private static readonly int Sessions = RunSetting.Number("SG_EXPORT_SESSIONS") ?? 3_000;
    private static readonly int Kills = RunSetting.Number("SG_EXPORT_KILLS") ?? 8;

    private readonly string[] _formats = ["Parquet", "File"];

    [Fact]
    public async Task Each_session_and_row_is_in_each_folder_once_although_the_exporter_is_killed()
    {
        var random = new Random(25);
        var sent = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var http = await StartAsync();
            await SendAsync(http, sent, sent + (Sessions / (Kills + 1)));
            sent += Sessions / (Kills + 1);
            await Task.Delay(random.Next(0, 1_500));
            StopServer();
        }

        using var client = await StartAsync();
        await SendAsync(client, sent, Sessions);
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
    }

    private string FolderOf(string format) => Path.Combine(Folder, format.ToLowerInvariant());

    private Task<HttpClient> StartAsync() => StartAsync(
        ["ASPNETCORE_ENVIRONMENT=Production"],
        [
            "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}",
            .. _formats.SelectMany(format => (string[])
            [
                $"--Exports:{format.ToLowerInvariant()}:Kind={format}", $"--Exports:{format.ToLowerInvariant()}:Path={FolderOf(format)}", $"--Exports:{format.ToLowerInvariant()}:Window=00:00:01",
                $"--Exports:{format.ToLowerInvariant()}:MaxSessions=100",
            ]),
        ]);

    private static async Task SendAsync(HttpClient http, int from, int to) => await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellationToken) =>
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
