using static SessionGrains.Faults.Tests.CrowdOfFaults;

namespace SessionGrains.Faults.Tests;

/// <summary>A crowd plays, things are killed, and afterwards every answer is compared with what the service has. The figures are printed.</summary>
internal sealed class Proof(ITestOutputHelper output, ServiceUnderTest service, TimeSpan idleTimeout, RedisProcess? redis = null)
{
    private const int Players = 40;
    private static readonly TimeSpan AnswersAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswersAgainAfterHang = TimeSpan.FromSeconds(30);

    public async Task RunAsync(FaultPlan plan)
    {
        using var server = Reach(service.Ports);
        var mayBeAbandoned = true;
        var crowd = Of(server, Players, () => Volatile.Read(ref mayBeAbandoned));
        using var reports = new ReportFollower(server, FaultSettings.Seed);
        var faults = new FaultInjector(service, redis, crowd.Answers, FaultSettings.Seed);
        crowd.Come();
        reports.Begin();
        using var nearTheEnd = new Timer(_ => Volatile.Write(ref mayBeAbandoned, false), null, plan.Duration * 0.6, Timeout.InfiniteTimeSpan);
        await faults.DoAsync(plan);
        await crowd.LeaveAsync();
        var played = crowd.Answers.Now;

        var ledger = await new Reconciler(server) { IdleTimeout = idleTimeout, Reports = reports }.CompareMarkedAsync(crowd.Sessions);
        await reports.EndAsync();

        Report(crowd, faults, reports, ledger, played, plan);
        Judge(crowd, faults, reports, ledger);
    }

    private void Report(Crowd crowd, FaultInjector faults, ReportFollower reports, Ledger ledger, TimeSpan played, FaultPlan plan)
    {
        var answers = crowd.Answers;
        Line($"seed {FaultSettings.Seed}, {Players} players, {played.TotalSeconds:0} s; {string.Join(", ", faults.Done.CountBy(static one => one.Fault).Select(static one => $"{one.Key} {one.Value}"))}");
        Line($"{Figures(ledger, answers)}; 5xx {answers.ServerErrors}, players stuck {crowd.Stuck}");
        Line($"report lines {reports.Lines}, repeated {reports.Repeated}, its reader was stopped {reports.Stops} times");
        Line($"longest time without a successful answer: the service {Text(answers.LongestSilence)}, one player {Text(answers.LongestWait)}");
        foreach (var kind in faults.Done.GroupBy(static one => one.Fault))
            Line($"longest wait of a player after {kind.Key}: {string.Join(", ", kind.Select(one => Text(answers.LongestWaitAfter(one.At, plan.Pace * 0.5))))}");

        if (ledger.Complaints.Count > 0 || answers.Of(500) > 0)
            Line($"{ledger.Worst}\n{service.KeepOutput()}");
    }

    private void Judge(Crowd crowd, FaultInjector faults, ReportFollower reports, Ledger ledger)
    {
        service.AssertNothingLeaked();
        Assert.Equal((0, 0, 0, 0), (ledger.Lost, ledger.AppliedTwice, ledger.Complaints.Count, reports.Repeated));
        Assert.Equal(0, crowd.Stuck);
        Assert.Equal(0, crowd.Answers.Of(500));
        Assert.True(ledger.Acknowledged > 1_000, "too few events for a proof");
        Assert.True(ledger.Compared > ledger.Sessions / 2, "too few sessions whose metrics could be compared");

        // A silo that freezes in the middle of a commit holds the lock of a shared Sqlite file until it resumes; nothing is answered until then.
        var hangs = faults.Done.Where(static one => one.Fault == Fault.SiloHung).Select(static one => (one.At, one.At + AnswersAgainAfterHang)).ToArray();
        // Nothing is answered while the only front door is down.
        var downs = faults.Done.Where(one => one.Fault == Fault.FrontDoorKilled && service.Ports.Count == 1).Select(static one => (one.At, one.Until));
        Assert.InRange(crowd.Answers.LongestSilenceOutside([.. hangs, .. downs]), TimeSpan.Zero, AnswersAgain);
        Assert.InRange(crowd.Answers.LongestSilence, TimeSpan.Zero, AnswersAgainAfterHang);
        foreach (var (from, _) in hangs)
            Assert.InRange(crowd.Answers.LongestWaitAfter(from, AnswersAgainAfterHang), TimeSpan.Zero, AnswersAgainAfterHang);
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
