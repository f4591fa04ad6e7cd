using SessionGrains.Bench.Cost.Results;
using SessionGrains.Bench.Cost.Subjects;
using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>
/// Measures what requests cost and how long answers take: all subjects live side by side and take turns, so that whatever changes on the machine
/// meets them all.
/// </summary>
internal sealed class CostRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    private const double OfSaturation = 0.7;

    public async Task<IReadOnlyList<Sample>> RunAsync(CancellationToken cancellation)
    {
        var subjects = new List<LoadedSubject>();
        try
        {
            foreach (var subject in plan.Subjects)
            {
                progress.Say($"starting {subject.Name} with {plan.Sessions:N0} live sessions");
                subjects.Add(await StartAsync(subject, cancellation));
            }

            // A round that counts for nothing: the compilers of all runtimes get to know the work.
            await RoundAsync(subjects, round: 0);
            var samples = new List<Sample>();
            for (var round = 1; round <= plan.Rounds; round++)
                samples.AddRange(await RoundAsync(subjects, round));

            for (var round = 1; round <= plan.LatencyRounds; round++)
                samples.AddRange(await LatencyRoundAsync(subjects, round, samples));

            return samples;
        }
        finally
        {
            foreach (var subject in subjects)
                subject.Dispose();
        }
    }

    private async Task<LoadedSubject> StartAsync(Subject subject, CancellationToken cancellation)
    {
        var loaded = await LoadedSubject.StartAsync(subject, settings, plan.Sessions, plan.Connections, cancellation);
        try
        {
            await loaded.GrowAsync(plan.Sessions, RecordedTraffic.Of("sessionStart"));

            // What the middle of the viewer-hour follows on.
            await loaded.SendAllAsync("play");
            await loaded.SendAllAsync("chapterStart");
            loaded.Spread();
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    private async Task<IReadOnlyList<Sample>> RoundAsync(IReadOnlyList<LoadedSubject> subjects, int round)
    {
        var samples = new List<Sample>();
        foreach (var work in plan.Works)
        {
            foreach (var subject in subjects)
            {
                var sample = await subject.SaturateAsync(work, round, plan.Time);
                progress.Say($"{(round == 0 ? "warming up" : $"round {round} of {plan.Rounds}")} · {work} · {subject.Subject.Name}: {sample.Cost:F1} µs, {sample.PerSecond:N0}/s");
                samples.Add(sample);
            }
        }

        return samples;
    }

    private async Task<IReadOnlyList<Sample>> LatencyRoundAsync(IReadOnlyList<LoadedSubject> subjects, int round, IReadOnlyList<Sample> saturated)
    {
        var samples = new List<Sample>();
        foreach (var subject in subjects)
            samples.Add(await PaceAsync(subject, WorkNames.PacedPing, round, plan.Rate));

        foreach (var subject in subjects)
        {
            var most = saturated.Where(sample => sample.Work == WorkNames.Ping && sample.Subject == subject.Subject.Name).Select(static sample => sample.PerSecond).ToList();
            if (most.Count > 0)
                samples.Add(await PaceAsync(subject, WorkNames.PingAt70, round, OfSaturation * Medians.Median(most)));
        }

        return samples;
    }

    private async Task<Sample> PaceAsync(LoadedSubject subject, string work, int round, double perSecond)
    {
        var sample = await subject.PaceAsync(work, round, perSecond, plan.Time);
        progress.Say($"times, round {round} of {plan.LatencyRounds} · {subject.Subject.Name} at {perSecond:N0}/s: p50 {sample.Milliseconds(50):F2} ms, p99 {sample.Milliseconds(99):F2} ms");
        return sample;
    }
}
