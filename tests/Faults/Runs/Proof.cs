using System.Globalization;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Faults.Tests.FaultInjection;
using SessionGrains.Faults.Tests.Reconciliation;
using SessionGrains.Faults.Tests.Service;
using Xunit.Abstractions;
using static SessionGrains.Faults.Tests.Reconciliation.ExpectedMetrics;

namespace SessionGrains.Faults.Tests.Runs;

/// <summary>A crowd plays, things are killed, and afterwards every answer is compared with what the service has. The figures are printed.</summary>
internal sealed class Proof(ITestOutputHelper output, ServiceUnderTest service, TimeSpan idleTimeout, RedisProcess? redis = null)
{
    private const int Players = 40;
    private static readonly TimeSpan AnswersAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswersAgainAfterHang = TimeSpan.FromSeconds(30);

    public async Task RunAsync(FaultPlan plan)
    {
        using var doors = new FrontDoors(service.Ports);
        var audience = new Audience(FaultSettings.Seed, Players, doors);
        using var reports = new ReportFollower(doors, FaultSettings.Seed);
        var mischief = new FaultInjector(service, redis, audience.Answers, FaultSettings.Seed);
        audience.Come();
        reports.Begin();
        using var nearTheEnd = new Timer(_ => audience.MayLeaveUnnoticed = false, null, plan.Duration * 0.6, Timeout.InfiniteTimeSpan);
        await mischief.DoAsync(plan);
        await audience.LeaveAsync();
        var played = audience.Answers.Now;

        var ledger = await new Reconciler(doors, idleTimeout, reports).ReconcileAsync([.. audience.Sessions]);
        await reports.EndAsync();

        Report(audience, mischief, reports, ledger, played, plan);
        Judge(audience, mischief, reports, ledger);
    }

    private void Report(Audience audience, FaultInjector mischief, ReportFollower reports, Ledger ledger, TimeSpan played, FaultPlan plan)
    {
        var answers = audience.Answers;
        Line($"seed {FaultSettings.Seed}, {Players} players, {played.TotalSeconds:0} s; {string.Join(", ", mischief.Done.CountBy(static one => one.Fault).Select(static one => $"{one.Key} {one.Value}"))}");
        Line($"sessions {ledger.Sessions}, events acknowledged {ledger.Acknowledged}, unanswered {ledger.Unanswered} (of these in: {ledger.InThoughUnanswered}); answers {answers.Codes}; 5xx {answers.ServerErrors}");
        Line($"LOST {ledger.Lost}, APPLIED TWICE {ledger.AppliedTwice}, other complaints {ledger.Complaints}, players stuck {audience.Stuck}");
        Line($"metrics compared {ledger.ComparedMetrics}, not comparable {ledger.Incomparable}; report lines {reports.Lines}, repeated {reports.Repeated}, its reader went down {reports.Deaths} times");
        Line($"longest time without a successful answer: the service {Text(answers.LongestSilence)}, one player {Text(answers.LongestWait)}");
        foreach (var kind in mischief.Done.GroupBy(static one => one.Fault))
            Line($"longest wait of a player after {kind.Key}: {string.Join(", ", kind.Select(one => Text(answers.LongestWaitAfter(one.At, plan.Pace * 0.5))))}");

        if (ledger.Complaints > 0 || answers.Of(System.Net.HttpStatusCode.InternalServerError) > 0)
            Line($"{ledger.Worst}\n{service.KeepOutput()}");
    }

    private void Judge(Audience audience, FaultInjector mischief, ReportFollower reports, Ledger ledger)
    {
        service.AssertNothingLeaked();
        Assert.Equal((0, 0, 0, 0), (ledger.Lost, ledger.AppliedTwice, ledger.Complaints, reports.Repeated));
        Assert.Equal(0, audience.Stuck);
        Assert.Equal(0, audience.Answers.Of(System.Net.HttpStatusCode.InternalServerError));
        Assert.True(ledger.Acknowledged > 1_000, "too few events for a proof");
        Assert.True(ledger.ComparedMetrics > ledger.Sessions / 2, "too few sessions whose metrics could be compared");

        // A silo that freezes in the middle of a commit holds the lock of a shared Sqlite file until it goes on: then nobody is answered for so long.
        var hangs = mischief.Done.Where(static one => one.Fault == Fault.SiloHung).Select(static one => (one.At, one.At + AnswersAgainAfterHang)).ToArray();
        // Nor is anybody while the only front door is down.
        var downs = mischief.Done.Where(one => one.Fault == Fault.FrontDoorKilled && service.Ports.Count == 1).Select(static one => (one.At, one.Until));
        Assert.InRange(audience.Answers.LongestSilenceOutside([.. hangs, .. downs]), TimeSpan.Zero, AnswersAgain);
        Assert.InRange(audience.Answers.LongestSilence, TimeSpan.Zero, AnswersAgainAfterHang);
        foreach (var (from, _) in hangs)
            Assert.InRange(audience.Answers.LongestWaitAfter(from, AnswersAgainAfterHang), TimeSpan.Zero, AnswersAgainAfterHang);
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
