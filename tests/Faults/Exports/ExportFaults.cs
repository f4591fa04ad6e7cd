namespace SessionGrains.Faults.Tests;

/// <summary>What is done to a service while it exports to all sinks: to its silos, one after another, and beside that to the servers of the sinks.</summary>
internal sealed class ExportFaults(ServiceUnderTest service, AllSinks sinks, ClosingSessions sessions, ExportOperator exports, int seed)
{
    /// <summary>Time for a silo that was declared dead to notice that and end.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(5);

    private readonly Random _ofSilos = new(seed);
    private readonly Random _ofSinks = new(seed + 1);
    private readonly ConcurrentQueue<string> _done = new();

    /// <summary>How many of each.</summary>
    public string Done => string.Join(", ", _done.CountBy(static one => one).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key} {one.Value}"));

    /// <summary>Kills of silos and hangs that last until the others have declared the silo dead, in an order given by the seed.</summary>
    public Func<Task>[] OfSilos(int kills, int hangs)
    {
        Func<Task>[] faults = [.. Enumerable.Repeat(KillSiloAsync, kills), .. Enumerable.Repeat(HangSiloAsync, hangs)];
        _ofSilos.Shuffle(faults);
        return faults;
    }

    /// <summary>So many of each: the servers of the sinks are killed or closed for a moment, and an export is paused.</summary>
    public async Task DoToSinksAsync(int each, TimeSpan atMostBetween)
    {
        Func<Task>[] faults = [.. Enumerable.Repeat((Func<Task>[])[KillS3Async, KillPostgresAsync, CloseReceiverAsync, PauseExportAsync], each).SelectMany(static four => four)];
        _ofSinks.Shuffle(faults);
        foreach (var fault in faults)
        {
            await Task.Delay(atMostBetween * _ofSinks.NextDouble());
            await fault();
        }
    }

    /// <summary>One that exports to a sink of which there is a window under way, as far as one can see it.</summary>
    private async Task<int> VictimAsync()
    {
        var sink = AllSinks.Names[_ofSilos.Next(AllSinks.Names.Count)];
        await Task.Delay(_ofSilos.Next(100, 2_000));
        var exporters = service.SilosThatWrote($"This process exports to {sink}.");
        await sinks.UntilHalfWrittenAsync(sink, TimeSpan.FromSeconds(1));
        return exporters.Length > 0 ? exporters[_ofSilos.Next(exporters.Length)] : _ofSilos.Next(service.Silos);
    }

    private async Task KillSiloAsync()
    {
        var victim = await VictimAsync();
        service.KillSilo(victim);
        sessions.Avoid(victim, isAway: true);
        await Task.Delay(_ofSilos.Next(0, 1_500));
        await service.StartSiloAsync(victim);
        sessions.Avoid(victim, isAway: false);
        _done.Enqueue("silo killed");
    }

    /// <summary>Its exporters go on while others have taken over.</summary>
    private async Task HangSiloAsync()
    {
        var victim = await VictimAsync();
        service.PauseSilo(victim);
        sessions.Avoid(victim, isAway: true);
        await Task.Delay(TimeSpan.FromSeconds(_ofSilos.Next(20, 23)));
        await service.ResumeSiloAsync(victim, Watch);
        sessions.Avoid(victim, isAway: false);
        _done.Enqueue("silo hung");
    }

    private async Task KillS3Async()
    {
        sinks.S3.Kill();
        await AwayAsync();
        await sinks.S3.StartAgainAsync();
        _done.Enqueue("S3 killed");
    }

    private async Task KillPostgresAsync()
    {
        sinks.Postgres.Kill();
        await AwayAsync();
        await sinks.Postgres.StartAgainAsync();
        _done.Enqueue("PostgreSQL killed");
    }

    private async Task CloseReceiverAsync()
    {
        await sinks.Receiver.CloseAsync();
        await AwayAsync();
        await sinks.Receiver.OpenAsync();
        _done.Enqueue("receiver closed");
    }

    private async Task PauseExportAsync()
    {
        await exports.PauseAsync(AllSinks.Names[_ofSinks.Next(AllSinks.Names.Count)], TimeSpan.FromMilliseconds(_ofSinks.Next(500, 3_000)));
        _done.Enqueue("export paused");
    }

    private Task AwayAsync() => Task.Delay(_ofSinks.Next(100, 3_000));
}
