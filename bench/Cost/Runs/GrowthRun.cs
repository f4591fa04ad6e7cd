namespace SessionGrains.Bench.Cost;

/// <summary>
/// One subject with more and more live sessions: what it takes to get there, what memory they need, what a ping costs then. The one with the fewest stays, and is
/// measured again in turns with each that has more: between the two lie minutes, in which machines like these change their speed by a half.
/// </summary>
internal sealed class GrowthRun(BenchPlan plan, SubjectSettings settings, IProgressLog progress)
{
    /// <summary>Sessions that are pinged in a measurement at most: every so manieth of all, so that the memory of all is between them.</summary>
    private const int Pinged = 100_000;

    private const int Rounds = 5;
    private const int WarmUps = 5;
    private const int FurtherPings = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>Longer than a reorder window.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    /// <exception cref="LoadFailedException">The subject gave a wrong answer.</exception>
    public async Task<IReadOnlyList<GrowthStep>> RunAsync(Subject subject, CancellationToken cancellation)
    {
        var fewest = plan.Growth[0];
        using var few = await StartAsync(subject, fewest, cancellation);
        await few.RecordEmptyAsync();
        await GrowAsync(few, fewest, cancellation);
        var steps = new List<GrowthStep> { await MeasureAsync(few, fewest, null, cancellation) };
        if (plan.Growth.Count == 1)
            return steps;

        using var many = await StartAsync(subject, plan.Growth[^1], cancellation);
        await many.RecordEmptyAsync();
        foreach (var sessions in plan.Growth.Skip(1))
        {
            await GrowAsync(many, sessions, cancellation);
            steps.Add(await MeasureAsync(many, sessions, few, cancellation));
        }

        return steps;
    }

    /// <summary>Starts the subject with room for that many sessions. Two of a name would share a folder.</summary>
    private async Task<Growing> StartAsync(Subject subject, int most, CancellationToken cancellation) =>
        new(subject.Name, await LoadedSubject.StartAsync(subject with { Name = $"{subject.Name}-{most}" }, settings, most, plan.Connections, cancellation));

    /// <summary>Opens sessions up to this number and has all of them pinged, as they are in use.</summary>
    private async Task GrowAsync(Growing growing, int sessions, CancellationToken cancellation)
    {
        // In parts, so that there is something to see.
        while (growing.Live < sessions)
        {
            growing.Live = Math.Min(sessions, growing.Live + 100_000);
            growing.Taken += (await growing.Loaded.GrowAsync(growing.Live, RecordedTraffic.SampleStart)).Elapsed;
            progress.Say($"growth · {growing.Name}: {growing.Live:N0} live sessions after {growing.Taken.TotalSeconds:F0} s");
        }

        growing.Stride = Math.Max(1, sessions / Pinged);

        // A session grows into what it needs with its first events, so every one gets some: memory is that of sessions in use.
        await growing.Loaded.SendAllAsync("play");
        await growing.Loaded.SendAllAsync("ping");
        for (var ping = 0; ping < FurtherPings; ping++)
            await growing.Loaded.SendAllAsync("ping", growing.Stride);

        // The same at every step. At the first it is for the compiler, which needs pauses; at the others for the garbage collector, which has to find a
        // place for sessions of the last minute. What a ping costs until then is said beside what it costs from then on.
        for (var turn = 0; turn < WarmUps; turn++)
        {
            var sample = await growing.PingAsync(round: 0);
            growing.YoungPingCost = turn == 0 ? sample.Cost : growing.YoungPingCost;
            progress.Say($"growth · {growing.Name}: warming up, ping {sample.Cost:F1} µs");
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<GrowthStep> MeasureAsync(Growing growing, int sessions, Growing? few, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            // There and back, as with the costs.
            var before = few is not null && round % 2 == 1 ? await few.PingAsync(round) : null;
            samples.Add(await growing.PingAsync(round));
            before ??= few is null ? samples[^1] : await few.PingAsync(round);
            ratios.Add(samples[^1].Cost / before.Cost);
            progress.Say($"growth · {growing.Name}: round {round} of {Rounds}, ping {samples[^1].Cost:F1} µs, {ratios[^1]:F2} × that of the fewest");
        }

        // The pings of a measurement are so near to each other that several lie in the window of a session. Players of content send one in 10 s: memory is that of
        // sessions whose last ping is alone in its window.
        await Task.Delay(Apart, cancellation);
        await growing.Loaded.SendAllAsync("ping");

        // As it is in use, before the collection that the managed figure takes.
        var resident = growing.Loaded.Processes.ReadResidentBytes();
        var heap = (await growing.Loaded.Processes.ReadRuntimesAsync(collect: true)).HeapBytes;
        var step = new GrowthStep(
            growing.Name, sessions, growing.Taken, growing.YoungPingCost, Medians.Median(samples.Select(static sample => sample.Cost)), Medians.Median(ratios),
            Medians.Median(samples.Select(static sample => sample.PerSecond)), heap - growing.EmptyHeapBytes, Service(resident), Service(resident) - Service(growing.EmptyResident),
            resident.GetValueOrDefault("redis"));
        progress.Say($"growth · {growing.Name}: ping {step.PingCost:F1} µs, {step.HeapBytes / (double)sessions:N0} B managed and {step.ResidentBytes / (double)sessions:N0} B resident each");
        return step;
    }

    private static long Service(IReadOnlyDictionary<string, long> resident) => resident.Where(static role => role.Key != "redis").Sum(static role => role.Value);

    /// <summary>A subject with the sessions that it has so far.</summary>
    private sealed class Growing(string name, LoadedSubject loaded) : IDisposable
    {
        public string Name => name;

        public LoadedSubject Loaded => loaded;

        /// <summary>Without a session, as <see cref="EmptyResident"/>.</summary>
        public long EmptyHeapBytes { get; private set; }

        public IReadOnlyDictionary<string, long> EmptyResident { get; private set; } = new Dictionary<string, long>();

        public int Live { get; set; }

        public int Stride { get; set; } = 1;

        public TimeSpan Taken { get; set; }

        public double YoungPingCost { get; set; }

        public async Task RecordEmptyAsync()
        {
            EmptyHeapBytes = (await loaded.Processes.ReadRuntimesAsync(collect: true)).HeapBytes;
            EmptyResident = loaded.Processes.ReadResidentBytes();
        }

        public Task<Sample> PingAsync(int round) => loaded.SaturateAsync(WorkNames.Ping, round, Time, Stride);

        public void Dispose() => loaded.Dispose();
    }
}

/// <summary>What was measured at one number of live sessions.</summary>
/// <param name="Taken">Time to open them all.</param>
/// <param name="YoungPingCost">As <paramref name="PingCost"/>, right after the last sessions were opened.</param>
/// <param name="PingCost">Processor time of a ping in µs, all processes.</param>
/// <param name="ToFewest">Median of the ratios to the cost with the fewest sessions, measured in turns.</param>
/// <param name="HeapBytes">Managed bytes, after a full collection, above those of the service without a session.</param>
/// <param name="ResidentBytes">Bytes in RAM of the service, everything included, as they are in use.</param>
/// <param name="AddedResidentBytes">The same above those of the service without a session.</param>
/// <param name="RedisBytes">Bytes in RAM of Redis.</param>
internal sealed record GrowthStep(
    string Subject, int Sessions, TimeSpan Taken, double YoungPingCost, double PingCost, double ToFewest, double PingsPerSecond, long HeapBytes, long ResidentBytes, long AddedResidentBytes,
    long RedisBytes);
