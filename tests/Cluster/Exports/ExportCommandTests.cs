using System.Text.Json.Nodes;

namespace SessionGrains.Cluster.Tests;

/// <summary>The command <c>export</c>, as a data engineer runs it, beside the server and after it.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task From_a_file_that_a_server_has_open() => ExportsAsync(["--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(_folder, "sessions.db")}"]);

    [RedisFact]
    public async Task From_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();
        await ExportsAsync(["--Storage:Provider=Redis", "--Storage:Redis:Partitions=3", $"--ConnectionStrings:Redis={redis.ConnectionString}"]);

        var (code, output) = await ExportAsync($"--to={Path.Combine(_folder, "other")}", "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}", "--Storage:Redis:Partitions=2");
        Assert.Equal((1, true), (code, output.Contains("are in 3 partitions of Redis: set Storage:Redis:Partitions to 3", StringComparison.Ordinal)));
        (code, output) = await ExportAsync($"--to={Path.Combine(_folder, "other")}", "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}", "--Cluster:ServiceId=nobody");
        Assert.Equal((1, true), (code, output.Contains("Redis has no sessions of service 'nobody'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--to is missing: name the folder")]
    [InlineData("the option --too is unknown", "--too=x")]
    [InlineData("'--since' needs a value", "--to=x", "--since")]
    [InlineData("--since is 'yesterday': write a day or a time in UTC", "--to=x", "--since=yesterday")]
    [InlineData("is not before --until", "--to=x", "--since=2026-02-01", "--until", "2026-01-01")]
    [InlineData("The format 'csv' is unknown: it is Parquet or File.", "--to=x", "--format=csv")]
    [InlineData("The store Memory keeps no reports", "--to=x", "--Storage:Provider=Memory")]
    [InlineData("There is no session database", "--to=x", "--Storage:Provider=Sqlite", "--Storage:Sqlite:Path=/nowhere/x.db")]
    [InlineData("name a bucket, as in s3://bucket/prefix", "--to=s3://", "--Storage:Provider=Sqlite")]
    public async Task What_is_wrong_is_told_in_a_line(string message, params string[] args)
    {
        var (code, output) = await ExportAsync(args);

        Assert.Equal(1, code);
        Assert.Contains("Cannot export: ", output, StringComparison.Ordinal);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    private async Task ExportsAsync(string[] store)
    {
        var port = FreePort.Next();
        var files = Path.Combine(_folder, "files");
        using (var server = RunningProcess.Start("SessionGrains.Api", [$"--urls=http://127.0.0.1:{port}", $"--Operator:ApiKey={RunningProcess.OperatorKey}", $"--Cluster:Directory={_folder}", .. store]))
        {
            using var http = RunningProcess.Operator(port);
            await Deadline.UntilAsync(http.IsReadyAsync, () => $"the server does not start: {server.Output}");
            for (var number = 0; number < 30; number++)
                Assert.Equal(201, (int)(await http.PostAsync("/api/v1/downloaded", new StringContent(Session(number)))).StatusCode);
            await Deadline.UntilAsync(async () => (await ReportsAsync(http)).Count == 30, static () => "not all are closed");

            var (code, output) = await ExportAsync([$"--to={files}", "--format=File", "--since=2026-01-01", .. store]);
            Assert.True(code == 0, output);
            Assert.Equal($"30 sessions in 1 windows to {files}, of 30 in the report log; 0 cannot be read.", output);
            Assert.Equal((await ReportsAsync(http)).Order(), LinesOf(files, "sessions").Select(static line => (string)line["session_id"]!).Order());
        }

        Assert.Equal(60, LinesOf(files, "rows").Count());
        Assert.Equal((1, $"Cannot export: The folder {files} has the files of another export or sink: name another place."), await ExportAsync([$"--to={files}", "--format=File", .. store]));
        Assert.Contains("0 sessions in 0 windows", (await ExportAsync([$"--to={files}-2", "--until=2026-01-01", .. store])).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(files + "-2"));
        Assert.Contains("30 sessions in 1 windows", (await ExportAsync([$"--to={files}-3", .. store])).Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(files + "-3", "*.parquet", SearchOption.AllDirectories).Length);
    }

    private static IEnumerable<JsonNode> LinesOf(string folder, string table) =>
        Directory.GetFiles(Path.Combine(folder, table), "*.ndjson", SearchOption.AllDirectories).SelectMany(File.ReadLines).Select(static line => JsonNode.Parse(line)!);

    private static async Task<List<string>> ReportsAsync(HttpClient http) =>
        [.. (await http.GetStringAsync("/api/v1/reports?limit=1000")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => (string)JsonNode.Parse(line)!["report"]!["sessionId"]!)];

    private static async Task<(int Code, string Output)> ExportAsync(params string[] args)
    {
        using var export = RunningProcess.Start("SessionGrains.Api", ["export", .. args]);
        return (await export.WaitForExitAsync(), export.Output);
    }

    private static string Session(int number)
    {
        var ts = 1_764_000_000_000 + (number * 60_000L);
        return $$$"""
            [{"eventType":"sessionStart","playerTime":{"playhead":0,"ts":{{{ts}}}},"params":{"analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o","media.id":"film-{{{number}}}","media.length":600,"media.contentType":"vod","media.playerName":"p","media.channel":"c"}},
             {"eventType":"play","playerTime":{"playhead":0,"ts":{{{ts}}}}},
             {"eventType":"sessionEnd","playerTime":{"playhead":20,"ts":{{{ts + 20_000}}}}}]
            """;
    }
}
