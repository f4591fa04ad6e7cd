using System.Collections.Concurrent;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>
/// How long the machine let this process wait for its turn. An answer that was late for no other reason is not held against the service: a machine whose
/// processors are all taken by others keeps no time.
/// </summary>
internal static class MachineStalls
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly ConcurrentQueue<(long From, TimeSpan Longer)> Stalls = new();
    private static readonly Lazy<Task> Watching = new(static () => Task.Run(WatchAsync));

    public static void Watch() => _ = Watching.Value;

    /// <summary>By how much a timer was late since then, all in all.</summary>
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
