using System.Globalization;
using System.Net;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Faults.Tests.Partitions.Failures;
using SessionGrains.Faults.Tests.Partitions.Service;
using SessionGrains.Faults.Tests.Reconciliation;
using SessionGrains.Faults.Tests.Runs;
using Xunit.Abstractions;
using static SessionGrains.Faults.Tests.Reconciliation.ExpectedMetrics;

namespace SessionGrains.Faults.Tests.Partitions;

/// <summary>One partition after another while a crowd plays; afterwards every answer is compared with what the service has.</summary>
internal sealed class PartitionRun(ITestOutputHelper output, PartitionedService service, TimeSpan idleTimeout)
{
    private const int Players = 24;

    /// <summary>For each partition; on a busy machine players are slow.</summary>
    private const int LeastEvents = 100;

    private static readonly TimeSpan IsBack = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a player may, so that late answers are seen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly List<DonePartition> _done = [];

    /// <summary>Old sessions must outlive the longest fault, which they cannot be heard in.</summary>
    public static TimeSpan IdleTimeout(IEnumerable<Partition> partitions) =>
        partitions.Max(static one => one.Heal is Heal.After { Time: var time } ? time : TimeSpan.FromSeconds(10)) + TimeSpan.FromSeconds(20);

    public async Task RunAsync(IReadOnlyCollection<Partition> partitions)
    {
        using var doors = new FrontDoors(service.Addresses, Patience);
        using var first = new FrontDoors([service.Addresses[0]], Patience);
        using var second = new FrontDoors([service.Addresses[1]], Patience);
        var audience = new Audience(FaultSettings.Seed, Players, doors) { MayLeaveUnnoticed = false };
        using var reports = new ReportFollower(doors, FaultSettings.Seed);
        var probe = new RecoveryProbe([first, second], audience.Answers, FaultSettings.Seed);
        FrontDoors[] all = [doors, first, second];
        var warmUp = await WarmUpAsync(all);
        audience.Come();
        reports.Begin();
        Line($"{DonePartition.Header}");
        foreach (var partition in partitions)
            await DoAsync(partition, audience.Answers, probe, () => all.Sum(static one => one.Late.Count));

        await audience.LeaveAsync();
        var ledger = await new Reconciler(doors, idleTimeout, reports).ReconcileAsync([.. audience.Sessions, .. warmUp, .. probe.Sessions]);
        await reports.EndAsync();

        string[] late = [.. all.SelectMany(static one => one.Late)];
        Report(audience, reports, ledger, late);
        Judge(audience, reports, ledger, late);
    }

    /// <summary>What a process answers first it has to compile, which takes long on a busy machine: that is not to be told as the fault's doing.</summary>
    private static async Task<IReadOnlyCollection<PlayedSession>> WarmUpAsync(FrontDoors[] doors)
    {
        var probe = new RecoveryProbe(doors, new Answers(), FaultSettings.Seed + 1);
        await probe.OpenAsync();
        await probe.EndAsync();
        Array.ForEach(doors, static one => one.ForgetLate());
        return probe.Sessions;
    }

    private async Task DoAsync(Partition partition, Answers answers, RecoveryProbe probe, Func<int> late)
    {
        await probe.OpenAsync();
        var (at, errors, unanswered, wasLate, restarts) = (answers.Now, answers.ServerErrors, answers.Unanswered, late(), service.Restarts);
        partition.Fault.Begin(service.Network);
        await HealingAsync(partition.Heal);
        await partition.Fault.HealAsync(service.Network);
        var healed = answers.Now;
        try
        {
            await probe.UntilBackAsync();
        }
        catch (TimeoutException e)
        {
            Assert.Fail($"After '{partition.Fault.Name}', healed after {partition.Heal}, the service never came back: {e.Message} {service.KeepOutput()}");
        }

        var back = answers.Now;
        await service.CompleteAsync();
        await probe.EndAsync();
        _done.Add(new DonePartition(
            partition, answers.ServerErrors - errors, answers.Unanswered - unanswered, late() - wasLate, answers.LongestSilenceWithin(at, back), answers.LongestWaitAfter(at, back - at), back - healed,
            service.Restarts - restarts));
        Line($"{_done[^1]}");
    }

    private async Task HealingAsync(Heal heal)
    {
        if (heal is Heal.After { Time: var time })
            await Task.Delay(time);
        else
            await service.Membership.UntilAsync(heal is Heal.AtTheFirstVote);
    }

    private void Report(Audience audience, ReportFollower reports, Ledger ledger, string[] late)
    {
        Line($"seed {FaultSettings.Seed}, {Players} players, sessions {ledger.Sessions}, events acknowledged {ledger.Acknowledged}, unanswered {ledger.Unanswered} (of these in: {ledger.InThoughUnanswered})");
        Line($"LOST {ledger.Lost}, APPLIED TWICE {ledger.AppliedTwice}, other complaints {ledger.Complaints}, players stuck {audience.Stuck}; late: {late.Length}{(late.Length > 0 ? $" ({string.Join(", ", late.Take(10))})" : "")}; answers {audience.Answers.Codes}");
        Line($"metrics compared {ledger.ComparedMetrics}, not comparable {ledger.Incomparable}; report lines {reports.Lines}, repeated {reports.Repeated}");
        if (ledger.Complaints > 0 || late.Length > 0 || audience.Answers.Of(HttpStatusCode.InternalServerError) > 0 || _done.Exists(static one => one.Back > IsBack))
            Line($"{ledger.Worst}\n{service.KeepOutput()}");
    }

    private void Judge(Audience audience, ReportFollower reports, Ledger ledger, string[] late)
    {
        service.AssertNothingLeaked();
        Assert.Equal((0, 0, 0, 0), (ledger.Lost, ledger.AppliedTwice, ledger.Complaints, reports.Repeated));
        Assert.Equal(0, audience.Stuck);
        Assert.Equal(0, audience.Answers.Of(HttpStatusCode.InternalServerError));
        Assert.All(_done, static one => Assert.InRange(one.Back, TimeSpan.Zero, IsBack));
        Assert.Empty(late);
        Assert.Equal(0, audience.Answers.Unanswered);
        Assert.True(ledger.Acknowledged > LeastEvents * _done.Count, "too few events for a proof");
        Assert.True(ledger.ComparedMetrics > ledger.Sessions / 2, "too few sessions whose metrics could be compared");
    }

    /// <summary>Also into a file, because the whole takes long and a test tells only at its end.</summary>
    private void Line(FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(line);
        service.Record(line);
    }
}
