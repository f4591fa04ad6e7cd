namespace SessionGrains.Faults.Tests;

/// <summary>
/// A process with little memory whose sessions grow: new viewers are refused, viewers who watch go on, the process survives, and starts are taken again without
/// intervention once sessions go quiet. <see cref="FullMemoryProof"/> shows the same for sessions that end.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class GrowingSessionsProof(ITestOutputHelper output) : FilledServer
{
    /// <summary>192 MiB.</summary>
    private const string HeapLimit = "DOTNET_GCHeapHardLimit=0xC000000";

    /// <summary>Of a legal start, near its limit of 64 KiB.</summary>
    private const int StartBytes = 50_000;

    /// <summary>Long enough for all of it to be filled.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Recovers = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_process_of_192_MiB_that_a_crowd_fills_lives_and_takes_starts_again_when_sessions_go_quiet()
    {
        using var http = await StartAsync(
            ["ASPNETCORE_ENVIRONMENT=Production", HeapLimit], "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}", $"--Sessions:IdleTimeout={Quiet}", "--Sessions:Retention=00:01:00");
        using var crowd = new FillingCrowd(Port, StartBytes);
        await crowd.BeginAsync();
        await crowd.FillAsync();
        output.WriteLine($"{crowd.All.Count()} sessions taken, then {crowd.Refused.Count} starts refused.\n{RoomLines()}");
        Assert.All(crowd.Refused, static one => Assert.Equal((503, true), one));

        // The crowd makes its sessions larger: the events are taken or answered 503; sessions that were idle for too long are closed.
        var growing = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(crowd.All.Except(crowd.Watchers).ToList(), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (one, _) => growing.Add(await FillingCrowd.GrowAsync(one)));

        var quietSince = TimeProvider.System.GetTimestamp();
        output.WriteLine($"Growth: {string.Join(", ", growing.CountBy(static code => code))}");
        Assert.All(growing, code => Assert.True(code is 204 or 503 or 410, $"{code}. Exited: {Server!.HasExited}. {Server.Output}"));
        Assert.Equal(200, await HealthAsync());
        await crowd.EndWatchingAsync();
        Assert.All(crowd.Watchers, static viewer => Assert.Equal(0, viewer.RefusedPings));
        Assert.Empty(await crowd.LostAsync(most: 2_000));

        await Deadline.UntilAsync(crowd.TryStartAsync, () => $"no start is taken again: {RoomLines()}");
        var recovered = TimeProvider.System.GetElapsedTime(quietSince) - Quiet;
        output.WriteLine($"Starts are taken again {recovered.TotalSeconds:0.0} s after all counted as idle (negative: before).");
        Assert.True(recovered < Recovers);
        Assert.Equal(200, await HealthAsync());
        AssertAliveAndDiscreet();
    }

    private string RoomLines() => string.Join('\n', Server!.Output.Split('\n').Where(static line => line.Contains(" room again", StringComparison.Ordinal) || line.Contains(" KiB are free", StringComparison.Ordinal)));

    private async Task<int> HealthAsync()
    {
        using var server = new TrackingServer([Port]);
        return (await server.GetAsync("health/live")).Code;
    }
}
