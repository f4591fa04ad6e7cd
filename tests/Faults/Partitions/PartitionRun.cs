namespace SessionGrains.Faults.Tests;

/// <summary>One partition after another while a crowd plays; afterwards every answer is compared with what the service has.</summary>
internal sealed class PartitionRun(ITestOutputHelper output, PartitionedService service, TimeSpan idleTimeout)
{
    private const int Players = 24;

    /// <summary>For each partition; on a busy machine players are slow.</summary>
    private const int LeastEvents = 100;

    private static readonly TimeSpan IsBack = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a player waits, so that late answers are seen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>A node that is cut off answers 503 up to half a second too late. Its player has given up by then and sends again.</summary>
    private static readonly TimeSpan NodeGrace = TimeSpan.FromSeconds(1);

    private readonly List<DonePartition> _done = [];

    /// <summary>Old sessions must outlive the longest fault, during which their events may not arrive.</summary>
    public static TimeSpan IdleTimeout(IEnumerable<Partition> partitions) =>
        partitions.Max(static one => one.Heal.Time ?? TimeSpan.FromSeconds(10)) + TimeSpan.FromSeconds(20);

    public async Task RunAsync(IReadOnlyCollection<Partition> partitions)
    {
        using var server = Reach(service.Addresses);
        var doors = service.Addresses.Select(static address => Reach([address])).ToArray();
        try
        {
            await RunAsync(partitions, server, doors);
        }
        finally
        {
            Array.ForEach(doors, static door => door.Dispose());
        }
    }

    private async Task RunAsync(IReadOnlyCollection<Partition> partitions, TrackingServer server, TrackingServer[] doors)
    {
        var crowd = CrowdOfFaults.Of(server, Players);
        using var reports = new ReportFollower(server, FaultSettings.Seed);
        var probe = new RecoveryProbe(doors, crowd.Answers, FaultSettings.Seed);
        var late = new LateAnswers(service.HasNodes ? NodeGrace : TimeSpan.Zero, [server, .. doors]);
        var warmUp = await WarmUpAsync([server, .. doors], late);
        crowd.Come();
        reports.Begin();
        Line($"{DonePartition.Header}");
        foreach (var partition in partitions)
            await DoAsync(partition, crowd.Answers, probe, late);

        await crowd.LeaveAsync();
        var ledger = await new Reconciler(server) { IdleTimeout = idleTimeout, Reports = reports }.CompareMarkedAsync([.. crowd.Sessions, .. warmUp, .. probe.Sessions]);
        await reports.EndAsync();

        Report(crowd, reports, ledger, late.All);
        Judge(crowd, reports, ledger, late.All);
    }

    private static TrackingServer Reach(IReadOnlyList<Uri> addresses) => new(addresses, Patience, RunningProcess.OperatorKey);

    /// <summary>The first answers of a process take long on a busy machine because its code is compiled then. They are not counted as an effect of a fault.</summary>
    private static async Task<IReadOnlyCollection<SentSession>> WarmUpAsync(TrackingServer[] servers, LateAnswers late)
    {
        var probe = new RecoveryProbe(servers, new Answers(TimeProvider.System), FaultSettings.Seed + 1);
        await probe.OpenAsync();
        await probe.EndAsync();
        late.Forget();
        return probe.Sessions;
    }

    private async Task DoAsync(Partition partition, Answers answers, RecoveryProbe probe, LateAnswers late)
    {
        await probe.OpenAsync();
        var (at, errors, unanswered, wasLate, restarts) = (answers.Now, answers.ServerErrors, answers.Unanswered, late.All.Count, service.Restarts);
        partition.Fault.Begin(service.Network);
        await HealingAsync(partition.Heal);
        await partition.Fault.HealAsync(service.Network);
        var healed = answers.Now;
        var back = await BackAsync(partition, answers, probe);
        await probe.EndAsync();
        _done.Add(new DonePartition(
            partition, answers.ServerErrors - errors, answers.Unanswered - unanswered, late.All.Count - wasLate, answers.LongestSilenceWithin(at, back), answers.LongestWaitAfter(at, back - at), back - healed,
            service.Restarts - restarts));
        Line($"{_done[^1]}");
    }

    /// <summary>When the service was back for good: a silo may learn only after the healing that it was declared dead, and end.</summary>
    private async Task<TimeSpan> BackAsync(Partition partition, Answers answers, RecoveryProbe probe)
    {
        while (true)
        {
            var restarts = service.Restarts;
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
            if (service.Restarts == restarts)
                return back;
        }
    }

    private async Task HealingAsync(Heal heal)
    {
        if (heal.Time is { } time)
            await Task.Delay(time);
        else
            await service.Membership.UntilAsync(heal == Heal.AtTheFirstVote);
    }

    private void Report(Crowd crowd, ReportFollower reports, Ledger ledger, IReadOnlyCollection<string> late)
    {
        Line($"{service.Shape}, seed {FaultSettings.Seed}, {Players} players, {CrowdOfFaults.Figures(ledger, crowd.Answers)}, players stuck {crowd.Stuck}; report lines {reports.Lines}, repeated {reports.Repeated}");
        Line($"late: {late.Count}{(late.Count > 0 ? $" ({string.Join(", ", late.Take(10))})" : "")}");
        if (ledger.Complaints.Count > 0 || late.Count > 0 || crowd.Answers.Of(500) > 0 || _done.Exists(static one => one.Back > IsBack))
            Line($"{ledger.Worst}\n{service.KeepOutput()}");
    }

    private void Judge(Crowd crowd, ReportFollower reports, Ledger ledger, IReadOnlyCollection<string> late)
    {
        service.AssertNothingLeaked();
        Assert.Equal((0, 0, 0, 0), (ledger.Lost, ledger.AppliedTwice, ledger.Complaints.Count, reports.Repeated));
        Assert.Equal(0, crowd.Stuck);
        Assert.Equal(0, crowd.Answers.Of(500));
        Assert.All(_done, static one => Assert.InRange(one.Back, TimeSpan.Zero, IsBack));
        Assert.Empty(late);

        // A node that was declared dead ends, and with it its connections to players.
        Assert.All(_done, one => Assert.True(one.Unanswered == 0 || (service.HasNodes && one.Restarts > 0), $"no answer to {one.Unanswered} requests: {one}"));
        Assert.Equal(_done.Sum(static one => one.Unanswered), crowd.Answers.Unanswered);
        Assert.True(ledger.Acknowledged > LeastEvents * _done.Count, "too few events for a proof");
        Assert.True(ledger.Compared > ledger.Sessions / 2, "too few sessions whose metrics could be compared");
    }

    /// <summary>Writes to a file too: the whole run takes long, and a test shows its output only at its end.</summary>
    private void Line(FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(line);
        service.Record(line);
    }
}
