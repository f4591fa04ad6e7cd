using SessionGrains.Bench.Cost.Subjects;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>Measures what requests cost: all subjects live side by side and take turns, so that whatever changes on the machine meets them all.</summary>
internal sealed class CostRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    public async Task<IReadOnlyList<Sample>> RunAsync(CancellationToken cancellation)
    {
        var subjects = new List<LoadedSubject>();
        try
        {
            foreach (var subject in plan.Subjects)
            {
                progress.Say($"starting {subject.Name} with {plan.Sessions:N0} live sessions");
                subjects.Add(await LoadedSubject.StartAsync(subject, settings, plan.Sessions, plan.Connections, cancellation));
            }

            // A round that counts for nothing: the compilers of all runtimes get to know the work.
            await RoundAsync(subjects, round: 0, cancellation);
            var samples = new List<Sample>();
            for (var round = 1; round <= plan.Rounds; round++)
                samples.AddRange(await RoundAsync(subjects, round, cancellation));

            return samples;
        }
        finally
        {
            foreach (var subject in subjects)
                subject.Dispose();
        }
    }

    private async Task<IReadOnlyList<Sample>> RoundAsync(IReadOnlyList<LoadedSubject> subjects, int round, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        foreach (var work in plan.Works)
        {
            foreach (var subject in subjects)
            {
                var sample = await subject.SaturateAsync(work, round, plan.Time, cancellation);
                progress.Say($"round {round} of {plan.Rounds} · {work} · {subject.Subject.Name}: {sample.Cost:F1} µs, {sample.PerSecond:N0}/s");
                samples.Add(sample);
            }
        }

        return samples;
    }
}
