namespace SessionGrains.Bench.Cost;

/// <summary>One run of the bench, in a folder of its own that is gone afterwards.</summary>
internal static class BenchRun
{
    public static async Task<BenchResult> RunAsync(BenchPlan plan, string? redisServer, string temp, IProgressLog progress, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(temp, $"session-grains-bench-{Environment.ProcessId}"));
        try
        {
            var settings = new SubjectSettings(folder.FullName, Cores.Divide(), redisServer) { Environment = plan.Environment };
            var surroundings = MachineDescription.Of(settings);
            progress.Say($"{plan.Subjects.Count} subjects, {plan.Measurements} measurements of {plan.Time.TotalSeconds:0.#} s; {surroundings.Pinning}");
            var failures = new List<FailedSubject>();
            var costs = await CostsAsync(plan, settings, progress, failures, cancellation);
            var times = await TimesAsync(plan, settings, progress, failures, cancellation);
            var cold = await ColdAsync(plan, settings, progress, failures, cancellation);
            var growth = plan.Growth.Count == 0 || plan.Growing is null ? [] : await GrowthAsync(plan, plan.Growing, settings, progress, failures, cancellation);
            return new BenchResult(surroundings, plan, [.. costs.Concat(times).Where(sample => !failures.Any(failed => failed.Name == sample.Subject))], growth, failures) { ColdStarts = cold };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Sample>> CostsAsync(
        BenchPlan plan, SubjectSettings settings, IProgressLog progress, List<FailedSubject> failures, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        for (var launch = 1; launch <= plan.Launches; launch++)
        {
            var subjects = plan.InOrderOf(launch).Where(subject => !failures.Any(failed => failed.Name == subject.Name)).ToList();
            if (subjects.Count == 0)
                break;

            progress.Say($"launch {launch} of {plan.Launches}");
            using var run = new CostRun(plan with { Subjects = subjects }, settings, progress);
            await run.RunAsync(cancellation);
            failures.AddRange(run.Failures);
            samples.AddRange(run.Samples.Select(sample => sample with { Launch = launch }));
        }

        return samples;
    }

    private static async Task<IReadOnlyList<Sample>> TimesAsync(
        BenchPlan plan, SubjectSettings settings, IProgressLog progress, List<FailedSubject> failures, CancellationToken cancellation)
    {
        var run = new TimesRun(plan, settings, progress);
        await run.RunAsync(subject => failures.Any(failed => failed.Name == subject.Name), cancellation);
        failures.AddRange(run.Failures);
        return run.Samples;
    }

    private static async Task<IReadOnlyList<ColdStart>> ColdAsync(
        BenchPlan plan, SubjectSettings settings, IProgressLog progress, List<FailedSubject> failures, CancellationToken cancellation)
    {
        var run = new ColdRun(plan, settings, progress);
        await run.RunAsync(cancellation);
        failures.AddRange(run.Failures);
        return run.Starts;
    }

    private static async Task<IReadOnlyList<GrowthStep>> GrowthAsync(
        BenchPlan plan, Subject growing, SubjectSettings settings, IProgressLog progress, List<FailedSubject> failures, CancellationToken cancellation)
    {
        try
        {
            return await new GrowthRun(plan, settings, progress).RunAsync(growing, cancellation);
        }
        catch (Exception e) when (FailedSubject.Explains(e))
        {
            failures.Add(new FailedSubject($"the growth of {growing.Name}", e.Message));
            return [];
        }
    }
}
