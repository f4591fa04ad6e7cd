namespace SessionGrains.Cluster.Tests;

/// <summary>Two nodes whose clocks differ: the second takes over the sessions of the first, which is killed.</summary>
[Collection(ProcessTests.Name)]
public sealed class ClocksTests(ITestOutputHelper output) : TestMachine
{
    private const int Seed = 2026;
    private const int Sessions = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int[] _ports = [FreePort.Next(), FreePort.Next()];

    /// <summary>By less than the idle timeout (10 min), and than Orleans lets a node that joins be behind (5 min): what is left of these is all the time that it has to join.</summary>
    [ClockTheory]
    [InlineData(4)]
    [InlineData(-3)]
    public async Task Nothing_is_lost_or_doubled_when_the_clock_of_the_node_that_takes_over_is_minutes_off(int minutes)
    {
        var first = await StartAsync(TimeSpan.FromMinutes(minutes));
        using var opening = Reach(_ports[0]);
        using var both = Reach(_ports);
        using var second = Reach(_ports[1]);
        using var reports = new ReportFollower(second, Seed);
        reports.Begin();
        var viewers = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => Viewer.ComeAsync(opening, new MarkedScript(Seed, number, 0))));
        await Task.WhenAll(viewers.Select(viewer => viewer.PlayHalfAsync(both)));

        first.Kill();
        await Task.WhenAll(viewers.Select(viewer => viewer.PlayRestAsync(second)));

        var ledger = await new Reconciler(second) { Reports = reports }.CompareMarkedAsync([.. viewers.Select(static viewer => viewer.Session)]);
        await reports.EndAsync();
        output.WriteLine($"{minutes} min: {string.Join(", ", ledger.Findings)}");
        Assert.Empty(ledger.Complaints);
        Assert.Equal((0, 0, 0, Sessions), (ledger.Lost, ledger.AppliedTwice, reports.Repeated, ledger.Compared));
    }

    [Trait(Tier.Name, Tier.Nightly)]
    [ClockTheory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_session_that_is_taken_over_closes_earlier_or_later_by_no_more_than_the_clocks_differ(int seconds)
    {
        var idle = TimeSpan.FromSeconds(20);
        var first = await StartAsync(TimeSpan.FromSeconds(seconds), $"--Sessions:IdleTimeout={idle:c}");
        using var opening = Reach(_ports[0]);
        using var second = Reach(_ports[1]);
        var (session, answer) = await SteppedSession.OpenAsync(opening, SteppedCrowd.MediaId);
        Assert.True(session is not null, $"{answer}");
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(204, await session.SendAsync("play"));

        first.Kill();
        ReadSession? read = null;
        await Deadline.UntilAsync(async () => (read = ReadSession.Of(await second.GetAsync(session.Path)))?.IsClosed ?? false, () => "the session does not close");
        var open = TimeProvider.System.GetElapsedTime(began);

        output.WriteLine($"{seconds} s ahead: closed after {open.TotalSeconds:0.0} s");
        Assert.Equal("idle", read!.ClosedBy);
        Assert.InRange(open, idle - TimeSpan.FromSeconds(seconds), Deadline.Patience);
    }

    /// <summary>Orleans takes it for a node that began to join long ago and hangs.</summary>
    [ClockTheory]
    [InlineData(-10)]
    public async Task A_node_whose_clock_is_far_behind_does_not_join_and_the_others_play_on(int minutes)
    {
        Run(RunningProcess.Node(Folder, _ports[0]));
        await Deadline.UntilAsync(() => IsReadyAsync(_ports[0]), () => "the node is not ready");
        using var crowd = new SteppedCrowd(_ports[0]);
        await crowd.JoinAsync(Sessions);

        var behind = Run(RunningProcess.NodeWithClock(TimeSpan.FromMinutes(minutes), Folder, _ports[1]));

        Assert.NotEqual(0, await behind.WaitForExitAsync());
        Assert.Contains("I should be Dead according to the membership table", behind.Output, StringComparison.Ordinal);
        Assert.Single(MemberIds());
        await crowd.ForEachAsync(static async session => Assert.Equal(204, await SteppedCrowd.SendAsync(session)));
    }

    /// <summary>A node with the clock of this machine, which is returned, and one with another.</summary>
    private async Task<RunningProcess> StartAsync(TimeSpan ahead, params string[] settings)
    {
        var first = Run(RunningProcess.Node(Folder, _ports[0], settings));
        Run(RunningProcess.NodeWithClock(ahead, Folder, _ports[1], settings));
        foreach (var port in _ports)
            await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"the node on port {port} is not ready");

        await Deadline.UntilAsync(() => MemberIds().Count == _ports.Length, () => "not every node is a member");
        using var http = RunningProcess.Operator(_ports[1]);
        using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.InRange((answer.Headers.Date - DateTimeOffset.UtcNow - ahead).GetValueOrDefault(TimeSpan.MaxValue).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        return first;
    }

    private static TrackingServer Reach(params int[] ports) => new(ports, Patience, RunningProcess.OperatorKey);

    private sealed class Viewer(MarkedScript script, SentSession session)
    {
        private readonly ScriptedEvent[] _events = [.. script.Write()];

        public SentSession Session => session;

        public static async Task<Viewer> ComeAsync(TrackingServer server, MarkedScript script)
        {
            var session = await new Player(server, new Answers(TimeProvider.System)).OpenAsync(script.Viewing, RetryPolicy.Never);
            Assert.NotNull(session);
            return new Viewer(script, session);
        }

        public Task PlayHalfAsync(TrackingServer server) => SendAsync(server, _events[..(_events.Length / 2)]);

        public Task PlayRestAsync(TrackingServer server) => SendAsync(server, _events[(_events.Length / 2)..]);

        /// <summary>Each until it is answered for good.</summary>
        private async Task SendAsync(TrackingServer server, ScriptedEvent[] events)
        {
            var began = TimeProvider.System.GetTimestamp();
            var retry = new RetryPolicy(() => TimeProvider.System.GetElapsedTime(began) < Deadline.Patience, static () => Task.Delay(200));
            var player = new Player(server, new Answers(TimeProvider.System));
            foreach (var one in events)
                Assert.Equal(204, (await player.SendAsync(session, one, script.Viewing, retry)).Code);
        }
    }
}
