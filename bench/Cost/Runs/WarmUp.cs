namespace SessionGrains.Bench.Cost;

/// <summary>
/// Loads subjects until the compilers of nobody have much left to do and nobody gets cheaper any more: a server runs for weeks, and while it is saturated the compilers,
/// which work beside it, get no time. What was measured the last time counts for nothing.
/// </summary>
internal sealed class WarmUp(BenchPlan plan, IProgressLog progress)
{
    private const double MostCompiling = 0.02;

    /// <summary>Costs, of all subjects together, that still fall by more than this from turn to turn are not yet what they will be.</summary>
    private const double MostFall = 0.1;

    /// <summary>A method goes through three compilations, and each waits for a pause between two turns.</summary>
    private const int Least = 4;
    private const int Most = 8;

    /// <summary>Of a core, for all subjects together.</summary>
    private const double NextToNothing = 0.05;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Warms up with these works.</summary>
    /// <param name="works">One after the other.</param>
    /// <param name="each">Does the same with every subject, in turns; told the turn, from 1.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(IReadOnlyList<string> works, Func<int, Func<LoadedSubject, Task>, Task> each, CancellationToken cancellation)
    {
        foreach (var work in works)
        {
            var before = 0.0;
            var isWarm = false;
            for (var turn = 1; turn <= (work == works[0] ? Least : 2) || (!isWarm && turn <= Most); turn++)
            {
                isWarm = true;
                var costs = 0.0;
                await each(turn, async subject =>
                {
                    if (!subject.Subject.Takes(work))
                        return;

                    var sample = await subject.SaturateAsync(work, round: 0, plan.Time);
                    isWarm &= sample.CompilerMicroseconds <= MostCompiling * sample.Cost;
                    costs += sample.Cost;
                    progress.Say($"warming up · {work} · {subject.Subject.Name}: {sample.Cost:F1} µs, of which {sample.CompilerMicroseconds:F1} µs compiling");
                });
                isWarm &= costs >= (1 - MostFall) * before;
                before = costs;
                await UntilCompiledAsync(each, cancellation);
            }
        }
    }

    /// <summary>
    /// Waits until the compilers of all subjects together are done with what they have been left with: they share a core with whoever is measured, and one that
    /// gets no time under load looks as if it had nothing to do.
    /// </summary>
    private async Task UntilCompiledAsync(Func<int, Func<LoadedSubject, Task>, Task> each, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var before = await CompilerTimeAsync(each);
        var share = 1.0;
        while (share > NextToNothing)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                progress.Say($"the compilers still take {share:P0} of a core after {Patience.TotalSeconds:F0} s: this is measured with them");
                return;
            }

            await Task.Delay(Look, cancellation);
            var now = await CompilerTimeAsync(each);
            share = (now - before) / Look;
            before = now;
        }
    }

    private static async Task<TimeSpan> CompilerTimeAsync(Func<int, Func<LoadedSubject, Task>, Task> each)
    {
        var sum = 0.0;
        await each(1, async subject => sum += (await subject.Processes.ReadRuntimesAsync()).CompilerMicroseconds);
        return TimeSpan.FromMicroseconds(sum);
    }
}
