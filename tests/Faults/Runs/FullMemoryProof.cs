namespace SessionGrains.Faults.Tests;

/// <summary>
/// The largest sessionStarts fill the memory of a process: new viewers are refused, viewers who watch go on, the process survives. The store is in that memory too,
/// because that fills it fastest. A session that ends is kept once more as its report; without memory for that the end is answered 503 or retried.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class FullMemoryProof(ITestOutputHelper output) : IDisposable
{
    private const int StartBytes = 55_000;
    private const string HeapLimit = "DOTNET_GCHeapHardLimit=0xC800000";

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-memory-").FullName;
    private readonly int _port = FreePort.Next();
    private RunningProcess? _server;

    public void Dispose()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_heap_of_200_MB_that_a_crowd_fills_refuses_starts_and_takes_them_again_when_sessions_have_gone()
    {
        _server = RunningProcess.Start("/usr/bin/env",
        [
            HeapLimit, Path.Combine(Executables.Folder, "SessionGrains.Api"), $"--urls=http://127.0.0.1:{_port}", "--Storage:Provider=Memory", "--Sessions:Retention=00:00:02",
            $"--Cluster:Directory={_folder}", $"--Operator:ApiKey={RunningProcess.OperatorKey}",
        ]);
        using var http = RunningProcess.Operator(_port);
        await _server.WaitForLineAsync("SessionGrains on");
        await Deadline.UntilAsync(() => IsReadyAsync(http), () => _server.Output);
        using var crowd = new FillingCrowd(_port, StartBytes);
        await crowd.BeginAsync();
        await crowd.FillAsync(refusals: 300);
        output.WriteLine($"{crowd.All.Count()} sessions taken, then {crowd.Refused.Count} starts refused.");
        Assert.All(crowd.Refused, static one => Assert.Equal((503, true), one));

        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Task.Delay(100), crowd.TryStartAsync());

        await crowd.EndWatchingAsync();
        Assert.All(crowd.Watchers, viewer => Assert.True(viewer.Refused.Count == 0, $"refused: {string.Join(", ", viewer.Refused)}. {_server.Output}"));
        Assert.Empty(await crowd.LostAsync());

        await crowd.EndAllAsync();
        var ended = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(crowd.TryStartAsync, () => $"no start is taken again: {_server.Output}");
        output.WriteLine($"Starts are taken again {TimeProvider.System.GetElapsedTime(ended).TotalSeconds:0.0} s after the last end.\n{_server.Output}");
        Assert.False(_server.HasExited);
        Assert.Empty(LogSecrets.FindIn(_server.Output, []));
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
