namespace SessionGrains.Faults.Tests;

/// <summary>A crowd fills the store: new viewers are refused first, viewers who watch go on, nothing is lost, and starts are taken again without intervention.</summary>
[Collection(FaultRuns.Name)]
public sealed class FullStoreProof(ITestOutputHelper output) : IDisposable
{
    private const int StartBytes = 6_000;
    private static readonly TimeSpan Recovers = TimeSpan.FromSeconds(30);

    /// <summary>From a sessionEnd to its finish, and from there to its expiry.</summary>
    private static readonly TimeSpan Expires = TimeSpan.FromSeconds(5 + 10);

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-full-").FullName;
    private readonly int _port = FreePort.Next();
    private RunningProcess? _server;
    private int _taken;

    public void Dispose()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SmallDiskTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disk_of_64_MiB_that_a_crowd_fills_refuses_starts_first_and_recovers_by_itself(bool anotherProgramTakesTheRest)
    {
        using var disk = new SmallDisk();
        await FillAndRecoverAsync(
            ["--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(disk.Folder, "sessions.db")}"],
            async http =>
            {
                if (!anotherProgramTakesTheRest)
                    return;

                await AllClosedAsync(http);
                disk.Exhaust();
            },
            () => $"disk: {disk.FreeBytes >> 10} KiB free, {string.Join(", ", Directory.GetFiles(disk.Folder).Select(static file => $"{Path.GetFileName(file)} {new FileInfo(file).Length >> 10}"))}");
        _server!.Dispose();
        _server = null;
    }

    [RedisFact]
    public async Task A_Redis_of_32_MiB_that_a_crowd_fills_refuses_starts_first_and_recovers_by_itself()
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory", "32mb");
        await FillAndRecoverAsync(["--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}"], static _ => Task.CompletedTask, static () => "");
    }

    private async Task FillAndRecoverAsync(string[] settings, Func<HttpClient, Task> makeWorse, Func<string> state)
    {
        using var http = await StartAsync(settings);
        using var crowd = new FillingCrowd(_port, StartBytes);
        await crowd.BeginAsync();
        await crowd.FillAsync();
        _taken = crowd.All.Count();
        output.WriteLine($"{_taken} sessions taken, then {crowd.Refused.Count} starts refused. {state()}");
        Assert.All(crowd.Refused, static one => Assert.Equal((503, true), one));
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(http));

        // Watching goes on for a while, with starts knocking.
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Task.Delay(100), crowd.TryStartAsync());

        await crowd.EndWatchingAsync();
        Assert.All(crowd.Watchers, viewer => Assert.True(viewer.Refused.Count == 0, $"refused: {string.Join(", ", viewer.Refused)}. {Told()}"));
        Assert.Empty(await crowd.LostAsync());

        var ended = TimeProvider.System.GetTimestamp();
        await crowd.EndAllAsync();
        var lastEnded = TimeProvider.System.GetTimestamp();
        output.WriteLine($"All ended after {Seconds(ended)}: {crowd.All.Sum(static one => one.Refused.Count)} ends refused at first. {state()}");
        await makeWorse(http);
        output.WriteLine(state());
        await Deadline.UntilAsync(crowd.TryStartAsync, () => $"no start is taken again. {state()}\n{Told()}");
        var recovered = TimeProvider.System.GetElapsedTime(lastEnded) - Expires;
        output.WriteLine($"Starts are taken again {recovered.TotalSeconds:0.0} s after the last session expired (negative: before). {state()}\n{Told()}");
        Assert.True(recovered < Recovers);
        Assert.False(_server!.HasExited);
        Assert.Empty(LogSecrets.FindIn(_server.Output, []));

        // And not for one start alone.
        for (var i = 0; i < 100; i++)
            Assert.True(await crowd.TryStartAsync() || await AgainAsync(crowd), $"start {i} after the recovery was refused. {state()}\n{Told()}");
    }

    private async Task AllClosedAsync(HttpClient http)
    {
        await Deadline.UntilAsync(async () => await ClosedAsync(http) >= _taken, () => $"not all are closed. {Told()}");
    }

    private static async Task<bool> AgainAsync(FillingCrowd crowd)
    {
        await Deadline.UntilAsync(crowd.TryStartAsync, static () => "refused for good");
        return true;
    }

    private async Task<HttpClient> StartAsync(string[] settings)
    {
        _server = RunningProcess.Start(
            "SessionGrains.Api",
            [$"--urls=http://127.0.0.1:{_port}", "--Sessions:Retention=00:00:10", "--Reports:Retention=00:00:10", $"--Cluster:Directory={_folder}", $"--Operator:ApiKey={RunningProcess.OperatorKey}", .. settings]);
        var http = RunningProcess.Operator(_port);
        await Deadline.UntilAsync(async () => await ReadyAsync(http) == HttpStatusCode.OK, () => $"the server does not start: {_server.Output}");
        return http;
    }

    private static async Task<HttpStatusCode?> ReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Sessions whose report is stored.</summary>
    private static async Task<double> ClosedAsync(HttpClient http) => (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
        .Where(static line => line.StartsWith("sessiongrains_sessions_closed_total{", StringComparison.Ordinal))
        .Sum(static line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    /// <summary>What the server says of its store, each line once for as often as it comes in a row.</summary>
    private string Told() => string.Join('\n', _server!.Output.Split('\n').Where(static line => line.Contains("store", StringComparison.OrdinalIgnoreCase)).Distinct());

    private static string Seconds(long since) => $"{TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s";
}
