namespace SessionGrains.Faults.Tests;

/// <summary>
/// A process with little memory whose sessions grow: new viewers are refused, viewers who watch go on, the process survives, and starts are taken again without
/// intervention once sessions go quiet. <see cref="FullMemoryProof"/> shows the same for sessions that end.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class GrowingSessionsProof(ITestOutputHelper output) : IDisposable
{
    /// <summary>192 MiB.</summary>
    private const string HeapLimit = "DOTNET_GCHeapHardLimit=0xC000000";

    /// <summary>Of a legal start, near its limit of 64 KiB.</summary>
    private const int StartBytes = 50_000;

    /// <summary>Long enough for all of it to be filled.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Recovers = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-memory-").FullName;
    private readonly int _port = FreePort.Next();
    private RunningProcess? _server;

    public void Dispose()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_process_of_192_MiB_that_a_crowd_fills_lives_and_takes_starts_again_when_sessions_go_quiet()
    {
        using var http = await StartAsync();
        using var crowd = new FillingCrowd(_port, StartBytes);
        await crowd.BeginAsync();
        await crowd.FillAsync();
        output.WriteLine($"{crowd.All.Count()} sessions taken, then {crowd.Refused.Count} starts refused.\n{Told()}");
        Assert.All(crowd.Refused, static one => Assert.Equal((503, true), one));

        // All the crowd sends what makes its sessions larger: taken or 503; those that were idle for too long by now are closed.
        var growing = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(crowd.All.Except(crowd.Watchers).ToList(), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (one, _) => growing.Add(await FillingCrowd.GrowAsync(one)));

        var quietSince = TimeProvider.System.GetTimestamp();
        output.WriteLine($"Growth: {string.Join(", ", growing.CountBy(static code => code))}");
        Assert.All(growing, code => Assert.True(code is 204 or 503 or 410, $"{code}. Exited: {_server!.HasExited}. {_server.Output}"));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(http));
        await crowd.EndWatchingAsync();
        Assert.All(crowd.Watchers, static viewer => Assert.Equal(0, viewer.RefusedPings));
        Assert.Empty(await crowd.LostAsync(most: 2_000));

        await Deadline.UntilAsync(crowd.TryStartAsync, () => $"no start is taken again: {Told()}");
        var recovered = TimeProvider.System.GetElapsedTime(quietSince) - Quiet;
        output.WriteLine($"Starts are taken again {recovered.TotalSeconds:0.0} s after all counted as idle (negative: before).");
        Assert.True(recovered < Recovers);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(http));
        Assert.False(_server!.HasExited);
        Assert.Empty(LogSecrets.FindIn(_server.Output, []));
    }

    private string Told() => string.Join('\n', _server!.Output.Split('\n').Where(static line => line.Contains(" room again", StringComparison.Ordinal) || line.Contains(" KiB are free", StringComparison.Ordinal)));

    private async Task<HttpClient> StartAsync()
    {
        // Through env(1), which becomes the program: other tests' processes keep their environment.
        _server = RunningProcess.Start("/usr/bin/env",
        [
            "ASPNETCORE_ENVIRONMENT=Production", HeapLimit, Path.Combine(Executables.Folder, "SessionGrains.Api"), $"--urls=http://127.0.0.1:{_port}", $"--Cluster:Directory={_folder}",
            "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(_folder, "sessions.db")}", $"--Sessions:IdleTimeout={Quiet}", "--Sessions:Retention=00:01:00", $"--Operator:ApiKey={RunningProcess.OperatorKey}",
        ]);
        var http = RunningProcess.Operator(_port);
        await Deadline.UntilAsync(async () => await HealthAsync(http) == HttpStatusCode.OK, () => $"the server does not start: {_server.Output}");
        return http;
    }

    private static async Task<HttpStatusCode?> HealthAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
