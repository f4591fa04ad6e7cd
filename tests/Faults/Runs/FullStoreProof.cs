namespace SessionGrains.Faults.Tests;

/// <summary>A crowd fills the store: new viewers are refused first, viewers who watch go on, nothing is lost, and starts are taken again without intervention.</summary>
[Collection(FaultRuns.Name)]
public sealed class FullStoreProof(ITestOutputHelper output) : FilledServer
{
    private const int StartBytes = 6_000;
    private static readonly TimeSpan Recovers = TimeSpan.FromSeconds(30);

    /// <summary>From a sessionEnd to its finish, where the store has room for the report at once.</summary>
    private static readonly TimeSpan Finishes = TimeSpan.FromSeconds(5);

    /// <summary>From the finish of a session to its expiry.</summary>
    private static readonly TimeSpan Expires = TimeSpan.FromSeconds(10);

    private int _taken;
    private long _lastFinished;

    [SmallDiskTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disk_of_64_MiB_that_a_crowd_fills_refuses_starts_first_and_recovers_by_itself(bool anotherProgramTakesTheRest)
    {
        using var disk = new SmallDisk();
        using var serverStops = new Ending(StopServer);
        await FillAndRecoverAsync(SettingsFor(disk), static () => { }, StateOf(disk), async http =>
        {
            if (!anotherProgramTakesTheRest)
                return;

            await AllClosedAsync(http);
            disk.Exhaust();
        });
    }

    /// <summary>The reports of all sessions, about 20 MiB, come within a second of each other.</summary>
    [Trait(Tier.Name, Tier.Nightly)]
    [SmallDiskTheory]
    [InlineData(14)]
    [InlineData(6)]
    public async Task A_disk_that_a_crowd_fills_by_ending_at_once_closes_all_in_the_end(int leftMiB)
    {
        using var disk = new SmallDisk();
        using var serverStops = new Ending(StopServer);
        await FillAndRecoverAsync(SettingsFor(disk), () => disk.Exhaust(leaving: leftMiB << 20), StateOf(disk), AllClosedAsync);
    }

    [RedisFact]
    public async Task A_Redis_of_32_MiB_that_a_crowd_fills_refuses_starts_first_and_recovers_by_itself()
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory", "32mb");
        await FillAndRecoverAsync(["--Storage:Provider=Redis", $"--ConnectionStrings:Redis={redis.ConnectionString}"], static () => { }, static () => "", static _ => Task.CompletedTask);
    }

    private static string[] SettingsFor(SmallDisk disk) => ["--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(disk.Folder, "sessions.db")}"];

    private static Func<string> StateOf(SmallDisk disk) => () =>
        $"disk: {disk.FreeBytes >> 10} KiB free, {string.Join(", ", Directory.GetFiles(disk.Folder).Select(static file => $"{Path.GetFileName(file)} {new FileInfo(file).Length >> 10}"))}";

    private async Task FillAndRecoverAsync(string[] settings, Action beforeTheEnd, Func<string> state, Func<HttpClient, Task> afterTheEnd)
    {
        using var http = await StartAsync([], [.. settings, "--Sessions:Retention=00:00:10", "--Reports:Retention=00:00:10"]);
        using var crowd = new FillingCrowd(Port, StartBytes);
        await crowd.BeginAsync();
        await crowd.FillAsync();
        _taken = crowd.All.Count();
        output.WriteLine($"{_taken} sessions taken, then {crowd.Refused.Count} starts refused. {state()}");
        Assert.True(await http.IsReadyAsync());
        await WatchOnAsync(crowd);
        await AssertOnlyStartsWereRefusedAsync(crowd);

        beforeTheEnd();
        var ended = TimeProvider.System.GetTimestamp();
        await crowd.EndAllAsync();
        _lastFinished = TimeProvider.System.GetTimestamp() + (long)(Finishes.TotalSeconds * TimeProvider.System.TimestampFrequency);
        output.WriteLine($"All ended after {Seconds(ended)}: {crowd.All.Sum(static one => one.Refused.Count)} ends refused at first. {state()}");
        await afterTheEnd(http);
        output.WriteLine($"The last report was read {Seconds(ended)} after the end, if reports were read. {state()}");
        await Deadline.UntilAsync(crowd.TryStartAsync, () => $"no start is taken again. {state()}\n{StoreLines()}");
        var recovered = TimeProvider.System.GetElapsedTime(_lastFinished) - Expires;
        output.WriteLine($"Starts are taken again {recovered.TotalSeconds:0.0} s after the last session expired (negative: before). {state()}\n{StoreLines()}");
        Assert.True(recovered < Recovers);
        AssertAliveAndDiscreet();

        // Later starts are taken too.
        for (var i = 0; i < 100; i++)
            Assert.True(await crowd.TryStartAsync() || await AgainAsync(crowd), $"start {i} after the recovery was refused. {state()}\n{StoreLines()}");
    }

    /// <summary>
    /// By their reports: the metric of closed sessions leaves out those of whose write the store did not say how it ended. Reports that find no room wait until earlier
    /// ones have expired, so the last one may come rounds later; only from then on does its room have a time to come back.
    /// </summary>
    private async Task AllClosedAsync(HttpClient http)
    {
        var closed = new HashSet<string>();
        var cursor = "";
        await Deadline.UntilAsync(
            async () =>
            {
                // In pages that fit an answer, and all that there are: reports expire after 10 s.
                while (await ReadAsync() > 0)
                {
                }

                return closed.Count >= _taken;
            },
            () => $"{closed.Count} of {_taken} sessions are closed. {StoreLines()}");

        async Task<int> ReadAsync()
        {
            using var answer = await http.GetAsync(new Uri($"/api/v1/reports?limit=100{cursor}", UriKind.Relative));
            if (!answer.IsSuccessStatusCode)
                return 0;

            var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var line in lines)
            {
                using var entry = System.Text.Json.JsonDocument.Parse(line);
                cursor = $"&after={entry.RootElement.GetProperty("cursor").GetString()}";
                if (closed.Add(entry.RootElement.GetProperty("report").GetProperty("sessionId").GetString()!))
                {
                    _lastFinished = Math.Max(_lastFinished, TimeProvider.System.GetTimestamp());
                }
            }

            return lines.Length;
        }
    }

    private static async Task<bool> AgainAsync(FillingCrowd crowd)
    {
        await Deadline.UntilAsync(crowd.TryStartAsync, static () => "refused for good");
        return true;
    }

    /// <summary>The different lines of the log that are about the store, or say that something failed or is tried again.</summary>
    private string StoreLines() => string.Join('\n', Server!.Output.Split('\n').Where(IsOfInterest).Distinct());

    private static bool IsOfInterest(string line) =>
        line.Contains("store", StringComparison.OrdinalIgnoreCase) || line.Contains("retr", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal);

    /// <summary>Before the disk goes, also when the test fails.</summary>
    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private static string Seconds(long since) => $"{TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s";
}
