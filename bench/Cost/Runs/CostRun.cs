using SessionGrains.Bench.Cost.Results;
using SessionGrains.Bench.Cost.Subjects;
using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>
/// Measures what requests cost and how long answers take: all subjects live side by side and take turns, so that whatever changes on the machine
/// meets them all. A subject that gives a wrong answer is out, with all that was measured of it.
/// </summary>
internal sealed class CostRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress) : IDisposable
{
    private const double OfSaturation = 0.7;
    private const double MostCompiling = 0.02;
    private const int LeastWarmUps = 3;
    private const int MostWarmUps = 4;

    /// <summary>Of a core, for all subjects together.</summary>
    private const double NextToNothing = 0.05;

    private static readonly TimeSpan LeastSaturating = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<LoadedSubject> _subjects = [];
    private readonly List<Sample> _samples = [];
    private readonly List<FailedSubject> _failures = [];

    /// <summary>What was measured.</summary>
    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Who is out.</summary>
    public IReadOnlyList<FailedSubject> Failures => _failures;

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var subject in plan.Subjects)
        {
            progress.Say($"starting {subject.Name} with {plan.Sessions:N0} live sessions");
            await OrOutAsync(subject, () => StartAsync(subject, cancellation));
        }

        await WarmUpAsync(cancellation);
        for (var round = 1; round <= plan.Rounds; round++)
            await RoundAsync(round);

        for (var round = 1; round <= plan.LatencyRounds; round++)
            await LatencyRoundAsync(round);
    }

    public void Dispose()
    {
        foreach (var subject in _subjects)
            subject.Dispose();
    }

    private async Task StartAsync(Subject subject, CancellationToken cancellation)
    {
        var loaded = await LoadedSubject.StartAsync(subject, settings, plan.Sessions, plan.Connections, cancellation);
        _subjects.Add(loaded);
        await loaded.GrowAsync(plan.Sessions, RecordedTraffic.Of("sessionStart"));

        // What the middle of the viewer-hour follows on.
        await loaded.SendAllAsync("play");
        await loaded.SendAllAsync("chapterStart");
        loaded.Spread();
    }

    /// <summary>
    /// In turns too, and until the compilers of nobody have much left to do: a server runs for weeks, and while it is saturated the compilers, which
    /// work beside it, get no time. What was measured the last time counts for nothing.
    /// </summary>
    private async Task WarmUpAsync(CancellationToken cancellation)
    {
        foreach (var work in plan.Works)
        {
            var compiling = true;
            for (var turn = 1; turn <= (work == plan.Works[0] ? LeastWarmUps : 1) || (compiling && turn <= MostWarmUps); turn++)
            {
                compiling = false;
                await EachAsync(turn, async subject =>
                {
                    var sample = await subject.SaturateAsync(work, round: 0, plan.Time);
                    compiling |= sample.CompilerMicroseconds > MostCompiling * sample.Cost;
                    progress.Say($"warming up · {work} · {subject.Subject.Name}: {sample.Cost:F1} µs, of which {sample.CompilerMicroseconds:F1} µs compiling");
                });
                await UntilCompiledAsync(cancellation);
            }
        }
    }

    /// <summary>
    /// Waits until the compilers of all subjects together are done with what they have been left with: they share a core with whoever is measured, and one that
    /// gets no time under load looks as if it had nothing to do.
    /// </summary>
    private async Task UntilCompiledAsync(CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var before = await CompilerTimeAsync();
        var share = 1.0;
        while (share > NextToNothing)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                progress.Say($"the compilers still take {share:P0} of a core after {Patience.TotalSeconds:F0} s: this is measured with them");
                return;
            }

            await Task.Delay(Look, cancellation);
            var now = await CompilerTimeAsync();
            share = (now - before) / Look;
            before = now;
        }
    }

    private async Task<TimeSpan> CompilerTimeAsync()
    {
        var sum = 0.0;
        await EachAsync(round: 1, async subject => sum += (await subject.Processes.ReadRuntimesAsync()).CompilerMicroseconds);
        return TimeSpan.FromMicroseconds(sum);
    }

    private async Task RoundAsync(int round)
    {
        foreach (var work in plan.Works)
        {
            await EachAsync(round, async subject =>
            {
                var sample = await subject.SaturateAsync(work, round, plan.Time);
                progress.Say($"round {round} of {plan.Rounds} · {work} · {subject.Subject.Name}: {sample.Cost:F1} µs, {sample.PerSecond:N0}/s");
                _samples.Add(sample);
            });
        }
    }

    private async Task LatencyRoundAsync(int round)
    {
        await EachAsync(round, subject => PaceAsync(subject, WorkNames.PacedPing, round, plan.Rate));
        if (plan.Works.Contains(WorkNames.Ping))
            await EachAsync(round, subject => PaceAt70Async(subject, round));
    }

    /// <summary>Of what it is saturated by right before: machines like these change their speed by a half within minutes.</summary>
    private async Task PaceAt70Async(LoadedSubject subject, int round)
    {
        var most = await subject.SaturateAsync(WorkNames.Ping, round: 0, plan.Time > LeastSaturating ? plan.Time : LeastSaturating);
        await PaceAsync(subject, WorkNames.PingAt70, round, OfSaturation * most.PerSecond);
    }

    private async Task PaceAsync(LoadedSubject subject, string work, int round, double perSecond)
    {
        var sample = await subject.PaceAsync(work, round, perSecond, plan.Time);
        progress.Say($"times, round {round} of {plan.LatencyRounds} · {subject.Subject.Name} at {perSecond:N0}/s: p50 {sample.Milliseconds(50):F2} ms, p99 {sample.Milliseconds(99):F2} ms");
        _samples.Add(sample);
    }

    /// <summary>There and back: in one order in odd rounds and in the other in even ones, so that nobody always follows the same one.</summary>
    private async Task EachAsync(int round, Func<LoadedSubject, Task> measure)
    {
        var subjects = round % 2 == 1 ? _subjects.ToList() : Enumerable.Reverse(_subjects).ToList();
        foreach (var subject in subjects)
            await OrOutAsync(subject.Subject, () => measure(subject));
    }

    private async Task OrOutAsync(Subject subject, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (Exception e) when (FailedSubject.Explains(e))
        {
            progress.Say($"{subject.Name} is out: {e.Message}");
            _failures.Add(new FailedSubject(subject.Name, e.Message));
            _samples.RemoveAll(sample => sample.Subject == subject.Name);
            foreach (var failed in _subjects.Where(loaded => loaded.Subject == subject))
                failed.Dispose();

            _subjects.RemoveAll(loaded => loaded.Subject == subject);
        }
    }
}
