namespace SessionGrains.Faults.Tests;

/// <summary>
/// The largest sessionStarts fill the memory of a process: new viewers are refused, viewers who watch go on, the process survives. The store is in that memory too,
/// because that fills it fastest. A session that ends is kept once more as its report; without memory for that the end is answered 503 or retried.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class FullMemoryProof(ITestOutputHelper output) : FilledServer
{
    private const int StartBytes = 55_000;
    private const string HeapLimit = "DOTNET_GCHeapHardLimit=0xC800000";

    [Fact]
    public async Task A_heap_of_200_MB_that_a_crowd_fills_refuses_starts_and_takes_them_again_when_sessions_have_gone()
    {
        using var http = await StartAsync([HeapLimit], "--Storage:Provider=Memory", "--Sessions:Retention=00:00:02");
        using var crowd = new FillingCrowd(Port, StartBytes);
        await crowd.BeginAsync();
        await crowd.FillAsync(refusals: 300);
        output.WriteLine($"{crowd.All.Count()} sessions taken, then {crowd.Refused.Count} starts refused.");
        await WatchOnAsync(crowd);
        await AssertOnlyStartsWereRefusedAsync(crowd);

        await crowd.EndAllAsync();
        var ended = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(crowd.TryStartAsync, () => $"no start is taken again: {Server!.Output}");
        output.WriteLine($"Starts are taken again {TimeProvider.System.GetElapsedTime(ended).TotalSeconds:0.0} s after the last end.\n{Server!.Output}");
        AssertAliveAndDiscreet();
    }
}
