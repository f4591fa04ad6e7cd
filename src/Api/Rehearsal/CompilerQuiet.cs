using System.Runtime;

namespace SessionGrains.Api.Rehearsal;

/// <summary>Waits for the compiler, which works in the background: next to requests it gets only a share of the processor.</summary>
internal static class CompilerQuiet
{
    /// <summary>Several times as long as the compiler waits after a new method: 1 ms, or 10 ms on one processor (CallCountingDelayMs in the project file).</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(60);

    /// <summary>Methods that it compiles in that time while it has nothing much to do: timers run in any process.</summary>
    private const int Few = 10;

    /// <summary>Waits until it has next to nothing to do.</summary>
    public static async Task WaitAsync(TimeProvider time, CancellationToken cancellation)
    {
        long before;
        do
        {
            before = JitInfo.GetCompiledMethodCount();
            await Task.Delay(Look, time, cancellation);
        }
        while (JitInfo.GetCompiledMethodCount() - before > Few);
    }
}
