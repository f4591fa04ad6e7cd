namespace SessionGrains.Bench.Cost;

/// <summary>
/// One launch: starts all subjects and measures what requests cost. The subjects run side by side and take turns, so that changes of the machine affect all of
/// them. A subject that gives a wrong answer is excluded with all its samples.
/// </summary>
internal sealed class CostRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress) : IDisposable
{
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

        await new WarmUp(plan, progress).RunAsync(plan.Works, EachAsync, cancellation);
        for (var round = 1; round <= plan.Rounds; round++)
            await RoundAsync(round);
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
        await loaded.PlayAllAsync(plan.Sessions);
    }

    private async Task RoundAsync(int round)
    {
        foreach (var work in plan.Works)
        {
            await EachAsync(round, async subject =>
            {
                if (!subject.Subject.Takes(work))
                    return;

                var sample = await subject.SaturateAsync(work, round, plan.Time);
                progress.Say($"round {round} of {plan.Rounds} · {work} · {subject.Subject.Name}: {sample.Cost:F1} µs, {sample.PerSecond:N0}/s");
                _samples.Add(sample);
            });
        }
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
