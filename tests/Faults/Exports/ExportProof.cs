namespace SessionGrains.Faults.Tests;

/// <summary>
/// Sessions close while the silos that export them, and the servers that they export to, are killed, hang and come back, in the middle of windows, uploads and transactions: afterwards
/// each session and each row of the report log is in each sink, exactly once and with its values; at the receiver of the webhook by its id. More of it: SG_EXPORT_SESSIONS and
/// SG_EXPORT_KILLS.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class ExportProof(ITestOutputHelper output)
{
    private static readonly int Sessions = RunSetting.Number("SG_EXPORT_SESSIONS") ?? 3_000;

    /// <summary>Of silos. For six of them there is one of each other fault, or a little less.</summary>
    private static readonly int Kills = RunSetting.Number("SG_EXPORT_KILLS") ?? 3;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(15);

    [AllSinksFact]
    public async Task Each_session_and_row_is_in_each_sink_once_although_exporters_and_sinks_are_killed()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var sinks = new AllSinks(ServiceUnderTest.NewFolder(), FaultSettings.Seed);
        await sinks.StartAsync();
        var shape = Shapes.Nodes(redis, IdleTimeout);
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), shape with { Settings = [.. shape.Settings, .. sinks.Settings] });
        Uri[] nodes = [.. service.Ports.Select(static port => new Uri($"http://127.0.0.1:{port}"))];
        using var sessions = new ClosingSessions(nodes);
        await using var exports = new ExportOperator(nodes, AllSinks.Names);
        var faults = new ExportFaults(service, sinks, sessions, exports, FaultSettings.Seed);
        var clock = Stopwatch.StartNew();
        try
        {
            await DoAsync(faults, sessions);
            var sent = clock.Elapsed;
            await sessions.UntilClosedAsync(IdleTimeout);
            var log = await exports.UntilAllHasLeftAsync(service.KeepOutput);
            ClosingSessions.AssertAllIn(log, Sessions);
            Report($"seed {FaultSettings.Seed}: {log.Sessions.Count} sessions and {log.Rows.Count} rows in {sent.TotalSeconds:0} s, all had left after {clock.Elapsed.TotalSeconds:0} s; {faults.Done}");
            Report($"another process had taken over while one wrote: {CountLines(service, "Another process exports to")}, failed windows {CountLines(service, "Exporting to ")}");
            await sinks.AssertHaveAsync(log, text => Report($"{text}"));
            service.AssertNothingLeaked();
        }
        catch
        {
            output.WriteLine($"seed {FaultSettings.Seed}; {faults.Done}; {service.KeepOutput()}");
            throw;
        }
    }

    private static async Task DoAsync(ExportFaults faults, ClosingSessions sessions)
    {
        var others = Math.Max(1, Kills / 6);
        var ofSilos = faults.OfSilos(Kills, hangs: others);
        var ofSinks = faults.DoToSinksAsync(others, TimeSpan.FromSeconds(8));
        for (var i = 0; i < ofSilos.Length; i++)
            await Task.WhenAll(sessions.SendAsync(i * Sessions / ofSilos.Length, (i + 1) * Sessions / ofSilos.Length), ofSilos[i]());
        await ofSinks;
    }

    private static int CountLines(ServiceUnderTest service, string text) => service.Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    private void Report(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
