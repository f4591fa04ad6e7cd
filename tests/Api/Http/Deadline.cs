using System.Diagnostics;

namespace SessionGrains.Api.Tests;

/// <summary>Waits for what another thread or the network brings about.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task Until(Func<bool> isTrue)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "It did not come true in time.");
            await Task.Delay(5);
        }
    }
}
