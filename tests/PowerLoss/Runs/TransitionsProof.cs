namespace SessionGrains.PowerLoss.Tests;

/// <summary>The level <c>Transitions</c> may lose what docs/operations.md says, and no more.</summary>
public sealed class TransitionsProof(ITestOutputHelper output)
{
    private const int Images = 40;

    /// <summary>Seconds.</summary>
    private const double MostLost = 60;

    /// <summary>With room for 60 s to pass in a whole run.</summary>
    private static readonly TimeSpan Playing = TimeSpan.FromSeconds(PowerLossSettings.Images is null ? 5 : 80);

    [RecorderFact]
    public async Task At_the_level_Transitions_only_pings_that_changed_nothing_but_time_are_lost()
    {
        var run = await QuietPings.RecordAsync(RecordedShape.Sqlite with { Settings = ["--Sessions:Durability=Transitions"] }, PowerLossSettings.Seed, Playing);
        var crashes = CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed, Images);
        var proof = new ImageProof(run, OpenedImage.SqliteAsync);
        await proof.RunAsync(crashes, line => OwedAt(run, line));
        var strict = new ImageProof(run, OpenedImage.SqliteAsync);
        await strict.RunAsync(crashes, untilFound: true);

        output.WriteLine($"{run.Promises.All.OfType<PingPromised>().Count()} pings acknowledged; {ProofText.Of(run, [], proof)}");
        Assert.Empty(proof.Worst);

        // Else this would have shown nothing: pings are lost indeed.
        Assert.Equal(1, strict.Violations);
    }

    /// <summary>Everything but pings after the last other event of their session, unless they are too old.</summary>
    private static Func<Promise, bool> OwedAt(RecordedRun run, int line)
    {
        var told = run.Promises.All.TakeWhile(promise => promise.Line <= line).ToList();
        var lastEvents = told.OfType<EventPromised>().GroupBy(static one => one.SessionId).ToDictionary(static session => session.Key, static session => session.Max(static one => one.Line));
        var now = Math.Max(run.SecondsAt(line), told.LastOrDefault()?.Seconds ?? 0);
        return promise => promise is not PingPromised || promise.Line < lastEvents.GetValueOrDefault(promise.SessionId) || promise.Seconds < now - MostLost;
    }
}
