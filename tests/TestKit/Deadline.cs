namespace SessionGrains.TestKit;

/// <summary>Waits for real processes: generously, because the machine may be slow and busy.</summary>
internal static class Deadline
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    public static Task UntilAsync(Func<bool> condition, Func<string> otherwise) => UntilAsync(() => Task.FromResult(condition()), otherwise);

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                Assert.Fail(otherwise());

            await Task.Delay(100);
        }
    }
}
