using SessionGrains.Bench.Cost.Load;
using SessionGrains.Bench.Cost.Results;
using SessionGrains.Bench.Cost.Subjects;
using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>One subject with more and more live sessions: what it takes to get there, what memory they need, what a ping costs then.</summary>
internal sealed class GrowthRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    /// <summary>Sessions that are pinged at most: every so manieth of all, so that the memory of all is between them.</summary>
    private const int Pinged = 100_000;

    private const int Rounds = 3;
    private const int WarmUps = 4;
    private const int FirstPings = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    /// <exception cref="LoadFailedException">The subject gave a wrong answer.</exception>
    public async Task<IReadOnlyList<GrowthStep>> RunAsync(Subject subject, CancellationToken cancellation)
    {
        var largest = plan.Growth[^1];
        using var loaded = await LoadedSubject.StartAsync(subject, settings, largest, plan.Connections, cancellation);
        var emptyHeap = (await loaded.Processes.ReadRuntimesAsync(collect: true)).HeapBytes;
        var emptyResident = loaded.Processes.ReadResidentBytes();
        var steps = new List<GrowthStep>();
        var live = 0;
        var taken = TimeSpan.Zero;
        foreach (var sessions in plan.Growth)
        {
            // In parts, so that there is something to see.
            while (live < sessions)
            {
                live = Math.Min(sessions, live + 100_000);
                taken += (await loaded.GrowAsync(live, RecordedTraffic.SampleStart)).Elapsed;
                progress.Say($"growth · {subject.Name}: {live:N0} live sessions after {taken.TotalSeconds:F0} s");
            }

            var stride = Math.Max(1, sessions / Pinged);
            await loaded.SendAllAsync("play", stride);

            // Until they are no longer new: a session grows into what it needs with its first events.
            for (var ping = 0; ping < FirstPings; ping++)
                await loaded.SendAllAsync("ping", stride);

            if (steps.Count == 0)
            {
                // For nothing but the compiler, which needs pauses, or the fewest sessions would bear what it costs.
                for (var turn = 0; turn < WarmUps; turn++)
                {
                    await loaded.SaturateAsync(WorkNames.Ping, round: 0, Time);
                    await Task.Delay(Pause, cancellation);
                }
            }

            var samples = new List<Sample>();
            for (var round = 1; round <= Rounds; round++)
                samples.Add(await loaded.SaturateAsync(WorkNames.Ping, round, Time, stride));

            // As it is in use, before the collection that the managed figure takes.
            var resident = loaded.Processes.ReadResidentBytes();
            var heap = (await loaded.Processes.ReadRuntimesAsync(collect: true)).HeapBytes;
            var step = new GrowthStep(
                subject.Name, sessions, taken, Medians.Median(samples.Select(static sample => sample.Cost)), Medians.Median(samples.Select(static sample => sample.PerSecond)),
                heap - emptyHeap, Service(resident), Service(resident) - Service(emptyResident), resident.GetValueOrDefault("redis"));
            progress.Say($"growth · {subject.Name}: ping {step.PingCost:F1} µs, {step.HeapBytes / (double)sessions:N0} B managed and {step.ResidentBytes / (double)sessions:N0} B resident each");
            steps.Add(step);
        }

        return steps;
    }

    private static long Service(IReadOnlyDictionary<string, long> resident) => resident.Where(static role => role.Key != "redis").Sum(static role => role.Value);
}

/// <summary>What was measured at one number of live sessions.</summary>
/// <param name="Taken">Time to open them all.</param>
/// <param name="PingCost">Processor time of a ping in µs, all processes.</param>
/// <param name="HeapBytes">Managed bytes, after a full collection, above those of the service without a session.</param>
/// <param name="ResidentBytes">Bytes in RAM of the service, everything included, as they are in use.</param>
/// <param name="AddedResidentBytes">The same above those of the service without a session.</param>
/// <param name="RedisBytes">Bytes in RAM of Redis.</param>
internal sealed record GrowthStep(
    string Subject, int Sessions, TimeSpan Taken, double PingCost, double PingsPerSecond, long HeapBytes, long ResidentBytes, long AddedResidentBytes, long RedisBytes);
