namespace SessionGrains.Cluster.Tests;

/// <summary>Processes whose <c>Cluster:ClusterId</c> is not that of the others.</summary>
[Collection(ProcessTests.Name)]
public sealed class WrongClusterTests : TestMachine
{
    private const int Events = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int[] _ports = [FreePort.Next(), FreePort.Next()];

    /// <summary>As behind one load balancer: the two share a store and no members, so either may have the session.</summary>
    [Fact]
    public async Task A_node_of_another_cluster_says_so_joins_nobody_and_spoils_no_session()
    {
        var right = Run(RunningProcess.Node(Folder, _ports[0], Store));
        var wrong = Run(RunningProcess.Node(Folder, _ports[1], "--Cluster:ClusterId=typo", Store));
        foreach (var port in _ports)
            await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"the node on port {port} is not ready");

        await wrong.WaitForLineAsync("a node of cluster 'typo'");
        Assert.Equal([right.Id], MemberIds());
        using var one = new TrackingServer(_ports[..1], Patience, RunningProcess.OperatorKey);
        using var other = new TrackingServer(_ports[1..], Patience, RunningProcess.OperatorKey);
        var (session, answer) = await SteppedSession.OpenAsync(one, SteppedCrowd.MediaId);
        Assert.True(session is not null, $"{answer}");

        // Each has loaded the session when the other stores an event, so each must find out before it stores its own.
        for (var sent = 1; sent <= Events; sent++)
        {
            var body = EventBody.Of("ping", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), sent);
            Assert.Equal(204, (await (sent % 2 == 0 ? one : other).PostAsync($"{session.Path}/events", body)).Code);
        }

        var read = ReadSession.Of(await one.GetAsync(session.Path));
        Assert.Equal((Events, 0), (read?.Applied, read?.Late));
    }

    [Fact]
    public async Task A_front_door_of_another_cluster_is_not_ready_and_says_why()
    {
        await Run(RunningProcess.Silo(Folder)).WaitForLineAsync("Silo up");
        var door = Run(RunningProcess.FrontDoor(Folder, _ports[0], "--Cluster:ClusterId=typo"));

        await door.WaitForLineAsync("a front door of cluster 'typo'");
        using var http = RunningProcess.Operator(_ports[0]);
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("cluster not reached", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private string Store => $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}";
}
