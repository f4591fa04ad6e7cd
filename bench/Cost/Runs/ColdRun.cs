namespace SessionGrains.Bench.Cost;

/// <summary>
/// What a fresh process can do: it is loaded as soon as it says that it is ready, as when a match begins or a node takes the place of a dead one, and again when it is warm. One
/// subject after the other, with nothing beside it.
/// </summary>
internal sealed class ColdRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    private const int LastingSeconds = 5;

    /// <summary>Sessions for each connection: one has a single request on its way at a time.</summary>
    private const int SessionsPerConnection = 4;

    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(5);

    private readonly List<ColdStart> _starts = [];
    private readonly List<FailedSubject> _failures = [];

    /// <summary>What was measured.</summary>
    public IReadOnlyList<ColdStart> Starts => _starts;

    /// <summary>Who is out.</summary>
    public IReadOnlyList<FailedSubject> Failures => _failures;

    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var launch = 1; launch <= plan.Launches; launch++)
        {
            foreach (var subject in plan.Cold.Where(subject => !_failures.Any(failed => failed.Name == subject.Name)))
            {
                foreach (var work in ColdStart.Works)
                    await OrOutAsync(subject, () => MeasureAsync(subject, work, launch, cancellation));
            }
        }
    }

    private async Task MeasureAsync(Subject subject, string work, int launch, CancellationToken cancellation)
    {
        var sessions = SessionsPerConnection * plan.Connections;
        using var loaded = await LoadedSubject.StartAsync(subject, settings, sessions, plan.Connections, cancellation);
        var rush = await loaded.RushAsync(work, Rush);
        progress.Say($"cold, launch {launch} of {plan.Launches} · {work} · {subject.Name}: ready after {loaded.Processes.Startup.TotalSeconds:F1} s, then {rush.PerSecond:N0}/s for {Rush.TotalSeconds:F0} s");

        await loaded.PlayAllAsync(sessions);
        await new WarmUp(plan, progress).RunAsync([work], (_, measure) => measure(loaded), cancellation);
        var lasting = new List<double>();
        for (var second = 1; second <= LastingSeconds; second++)
            lasting.Add((await loaded.SaturateAsync(work, second, TimeSpan.FromSeconds(1))).PerSecond);

        var start = new ColdStart(subject.Name, work, launch, loaded.Processes.Startup.TotalSeconds, rush.PerSecond, Medians.Median(lasting));
        progress.Say($"cold, launch {launch} of {plan.Launches} · {work} · {subject.Name}: warm {start.LastingPerSecond:N0}/s, so the first seconds had {start.Ratio:F2} of it");
        _starts.Add(start);
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
            _failures.Add(new FailedSubject($"the cold start of {subject.Name}", e.Message));
            _starts.RemoveAll(start => start.Subject == subject.Name);
        }
    }
}
