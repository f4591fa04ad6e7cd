namespace SessionGrains.Bench.Cost;

/// <summary>
/// Measures how long answers take, at the fixed rate and at 70 % of saturation, one subject after the other with nothing beside it: what is late is late because
/// of something that lasts milliseconds, and with all of them alive that would as often as not be another subject's timer or garbage collection.
/// </summary>
internal sealed class TimesRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    private const double OfSaturation = 0.7;
    private static readonly TimeSpan LeastSaturating = TimeSpan.FromSeconds(3);

    private readonly List<Sample> _samples = [];
    private readonly List<FailedSubject> _failures = [];

    /// <summary>What was measured.</summary>
    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Who is out.</summary>
    public IReadOnlyList<FailedSubject> Failures => _failures;

    /// <summary>Measures all subjects but those that <paramref name="isOut"/>.</summary>
    public async Task RunAsync(Func<Subject, bool> isOut, CancellationToken cancellation)
    {
        if (plan.LatencyRounds == 0)
            return;

        foreach (var subject in plan.Subjects.Where(subject => !isOut(subject)))
        {
            try
            {
                progress.Say($"starting {subject.Name} alone with {plan.Sessions:N0} live sessions");
                using var loaded = await LoadedSubject.StartAsync(subject, settings, plan.Sessions, plan.Connections, cancellation);
                _samples.AddRange(await RunAsync(loaded, cancellation));
            }
            catch (Exception e) when (FailedSubject.Explains(e))
            {
                progress.Say($"{subject.Name} is out: {e.Message}");
                _failures.Add(new FailedSubject(subject.Name, e.Message));
            }
        }
    }

    private async Task<IReadOnlyList<Sample>> RunAsync(LoadedSubject subject, CancellationToken cancellation)
    {
        await subject.PlayAllAsync(plan.Sessions);
        await new WarmUp(plan, progress).RunAsync([WorkNames.Ping], (_, measure) => measure(subject), cancellation);
        var samples = new List<Sample>();
        for (var round = 1; round <= plan.LatencyRounds; round++)
        {
            samples.Add(await PaceAsync(subject, WorkNames.PacedPing, round, plan.Rate));
            if (plan.Works.Contains(WorkNames.Ping))
                samples.Add(await PaceAt70Async(subject, round));
        }

        return samples;
    }

    /// <summary>Of what it is saturated by right before: machines like these change their speed by a half within minutes.</summary>
    private async Task<Sample> PaceAt70Async(LoadedSubject subject, int round)
    {
        var most = await subject.SaturateAsync(WorkNames.Ping, round: 0, plan.Time > LeastSaturating ? plan.Time : LeastSaturating);
        return await PaceAsync(subject, WorkNames.PingAt70, round, OfSaturation * most.PerSecond);
    }

    private async Task<Sample> PaceAsync(LoadedSubject subject, string work, int round, double perSecond)
    {
        var sample = await subject.PaceAsync(work, round, perSecond, plan.Time);
        progress.Say(
            $"times, round {round} of {plan.LatencyRounds} · {subject.Subject.Name} at {perSecond:N0}/s: p50 {sample.Milliseconds(50):F2} ms, p99 {sample.Milliseconds(99):F2} ms, {sample.Cost:F1} µs");
        return sample;
    }
}
