namespace SessionGrains.TestKit;

/// <summary>Waits for other threads, the network and real processes: generously, because the machine may be slow and busy.</summary>
internal static class Deadline
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    /// <param name="condition">Asked every 20 ms.</param>
    /// <param name="otherwise">The message of the failure.</param>
    public static Task UntilAsync(Func<bool> condition, Func<string>? otherwise = null) => UntilAsync(() => Task.FromResult(condition()), otherwise, TimeSpan.FromMilliseconds(20));

    /// <param name="condition">Asked every 100 ms: as a rule it is a request to a process that may be short of processor or memory.</param>
    /// <param name="otherwise">The message of the failure.</param>
    public static Task UntilAsync(Func<Task<bool>> condition, Func<string>? otherwise = null) => UntilAsync(condition, otherwise, TimeSpan.FromMilliseconds(100));

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string>? otherwise, TimeSpan pause)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await condition(); await Task.Delay(pause))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                Assert.Fail(otherwise?.Invoke() ?? "It did not come true in time.");
        }
    }
}
