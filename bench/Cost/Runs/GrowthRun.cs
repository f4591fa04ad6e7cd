using SessionGrains.Bench.Cost.Load;
using SessionGrains.Bench.Cost.Results;
using SessionGrains.Bench.Cost.Subjects;
using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>One subject with more and more live sessions: what it takes to get there, what memory they need, what a ping costs then.</summary>
internal sealed class GrowthRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    /// <summary>Sessions that are pinged in a measurement at most: every so manieth of all, so that the memory of all is between them.</summary>
    private const int Pinged = 100_000;

    private const int Rounds = 3;
    private const int WarmUps = 5;
    private const int FurtherPings = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>Longer than a reorder window.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(6);

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

            // A session grows into what it needs with its first events, so every one gets some: memory is that of sessions in use.
            await loaded.SendAllAsync("play");
            await loaded.SendAllAsync("ping");
            for (var ping = 0; ping < FurtherPings; ping++)
                await loaded.SendAllAsync("ping", stride);

            // The same at every step. At the first it is for the compiler, which needs pauses; at the others for the garbage collector, which has to find a
            // place for sessions of the last minute. What a ping costs until then is said beside what it costs from then on.
            var young = 0.0;
            for (var turn = 0; turn < WarmUps; turn++)
            {
                var sample = await loaded.SaturateAsync(WorkNames.Ping, round: 0, Time, stride);
                young = turn == 0 ? sample.Cost : young;
                progress.Say($"growth · {subject.Name}: warming up, ping {sample.Cost:F1} µs");
                await Task.Delay(Pause, cancellation);
            }

            var samples = new List<Sample>();
            for (var round = 1; round <= Rounds; round++)
                samples.Add(await loaded.SaturateAsync(WorkNames.Ping, round, Time, stride));

            // The pings of a measurement are so near to each other that several lie in the window of a session. Players of content send one in 10 s: memory is that of
            // sessions whose last ping is alone in its window.
            await Task.Delay(Apart, cancellation);
            await loaded.SendAllAsync("ping");

            // As it is in use, before the collection that the managed figure takes.
            var resident = loaded.Processes.ReadResidentBytes();
            var heap = (await loaded.Processes.ReadRuntimesAsync(collect: true)).HeapBytes;
            var step = new GrowthStep(
                subject.Name, sessions, taken, young, Medians.Median(samples.Select(static sample => sample.Cost)), Medians.Median(samples.Select(static sample => sample.PerSecond)),
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
/// <param name="YoungPingCost">As <paramref name="PingCost"/>, right after the last sessions were opened.</param>
/// <param name="PingCost">Processor time of a ping in µs, all processes.</param>
/// <param name="HeapBytes">Managed bytes, after a full collection, above those of the service without a session.</param>
/// <param name="ResidentBytes">Bytes in RAM of the service, everything included, as they are in use.</param>
/// <param name="AddedResidentBytes">The same above those of the service without a session.</param>
/// <param name="RedisBytes">Bytes in RAM of Redis.</param>
internal sealed record GrowthStep(
    string Subject, int Sessions, TimeSpan Taken, double YoungPingCost, double PingCost, double PingsPerSecond, long HeapBytes, long ResidentBytes, long AddedResidentBytes, long RedisBytes);
