namespace SessionGrains.Faults.Tests;

/// <summary>
/// How long the machine let this process wait for a processor. An answer that was late only because of that is not held against the service.
/// </summary>
internal static class MachineStalls
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly ConcurrentQueue<(long From, TimeSpan Longer)> Stalls = new();
    private static readonly Lazy<Task> Watching = new(static () => Task.Run(WatchAsync));

    public static void Watch() => _ = Watching.Value;

    /// <summary>How late timers were in total since then.</summary>
    public static TimeSpan Since(long timestamp) => new(Stalls.Where(stall => stall.From >= timestamp).Sum(static stall => stall.Longer.Ticks));

    private static async Task WatchAsync()
    {
        while (true)
        {
            var began = TimeProvider.System.GetTimestamp();
            await Task.Delay(Tick);
            if (TimeProvider.System.GetElapsedTime(began) - Tick is var longer && longer > Tick)
                Stalls.Enqueue((began, longer));
        }
    }
}
