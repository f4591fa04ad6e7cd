using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SessionGrains.Cluster.Tests;

/// <summary>A viewer is erased by real processes out of the files of real stores, although the node that took the erasure is killed.</summary>
[Collection(ProcessTests.Name)]
public sealed class ErasureTests(ITestOutputHelper output) : TestMachine
{
    private const string Viewer = "viewer-of-this-test-4711";
    private const int Sessions = 60;

    private readonly int[] _ports = [FreePort.Next(), FreePort.Next()];

    [Fact]
    public Task Out_of_Sqlite() => EraseAsync(Folder);

    [RedisFact]
    public async Task Out_of_Redis()
    {
        await using var redis = await RedisProcess.StartAsync("--rdbcompression", "no");
        await EraseAsync(redis.Folder, "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}", "--Storage:Redis:Partitions=2");
    }

    private async Task EraseAsync(string files, params string[] settings)
    {
        // The sink lies elsewhere: its files keep what they have.
        var sink = Directory.CreateTempSubdirectory("sg-erased-sink-").FullName;
        RunningProcess[] nodes = [.. _ports.Select(port => Run(RunningProcess.Node(Folder, port, ["--Exports:lines:Kind=File", $"--Exports:lines:Path={sink}", "--Exports:lines:Window=00:00:01", .. settings])))];
        foreach (var port in _ports)
            await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"the node on port {port} is not ready");

        using var first = RunningProcess.Operator(_ports[0]);
        using var second = RunningProcess.Operator(_ports[1]);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => OpenAsync(i % 2 == 0 ? first : second, i % 3 == 0 ? "another-viewer" : Viewer)));
        for (var round = 1; round <= 10; round++)
            await Task.WhenAll(sessions.Select(session => SendAsync(first, session, round == 10 && session.GetHashCode() % 2 == 0 ? "sessionEnd" : "ping", round)));
        await Deadline.UntilAsync(async () => (await second.GetStringAsync("/api/v1/reports?limit=1000")).Contains(Viewer, StringComparison.Ordinal));
        Assert.NotEmpty(RawFiles.With(Viewer, files));

        using var answer = await first.PostAsJsonAsync("/api/v1/privacy/erase", new { visitorId = Viewer });
        nodes[0].Kill();
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        JsonNode? receipt = null;
        await Deadline.UntilAsync(async () => (string?)(receipt = await ReadAsync(second, answer.Headers.Location!))?["state"] == "done", () => $"{receipt}");

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after the kill: {receipt!.ToJsonString()}");
        Assert.Equal(Sessions * 2 / 3, (int)receipt["openSessions"]! + (int)receipt["closedSessions"]!);
        Assert.Equal("done", (string?)receipt["sinks"]![0]!["state"]);
        Assert.Null(receipt["files"]);
        await Deadline.UntilAsync(() => RawFiles.With(Viewer, files).Length == 0, () => string.Join(", ", RawFiles.With(Viewer, files)));
        Assert.Equal(Sessions * 2 / 3, Directory.GetFiles(Path.Combine(sink, "erased")).SelectMany(File.ReadAllLines).Distinct().Count());
        Assert.DoesNotContain(Viewer, await second.GetStringAsync("/api/v1/reports?limit=1000"), StringComparison.Ordinal);
        Assert.All(nodes, static node => Assert.DoesNotContain(Viewer, node.Output, StringComparison.Ordinal));
        foreach (var (session, i) in sessions.Select(static (session, i) => (session, i)))
        {
            using var found = await second.GetAsync(session);
            Assert.Equal(i % 3 == 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound, found.StatusCode);
        }

        Directory.Delete(sink, recursive: true);
    }

    /// <summary>Null while the cluster finds out that a node is gone.</summary>
    private static async Task<JsonNode?> ReadAsync(HttpClient http, Uri receipt)
    {
        using var answer = await http.GetAsync(receipt);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    private static async Task<Uri> OpenAsync(HttpClient http, string viewer)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/sessions", new
        {
            playerTime = new { playhead = 0, ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() },
            eventType = "sessionStart",
            @params = new Dictionary<string, object>
            {
                ["media.id"] = "film",
                ["media.name"] = "Film",
                ["media.length"] = 600,
                ["media.contentType"] = "vod",
                ["media.playerName"] = "player",
                ["media.channel"] = "channel",
                ["analytics.trackingServer"] = "t",
                ["analytics.reportSuite"] = "r",
                ["visitor.marketingCloudOrgId"] = "o",
                ["analytics.visitorId"] = viewer,
            },
        });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!;
    }

    private static async Task SendAsync(HttpClient http, Uri session, string type, int second)
    {
        using var answer = await http.PostAsJsonAsync($"{session}/events", new
        {
            playerTime = new { playhead = second, ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + (second * 1_000) },
            eventType = type,
        });
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"{type}: {await answer.Content.ReadAsStringAsync()}");
    }
}
