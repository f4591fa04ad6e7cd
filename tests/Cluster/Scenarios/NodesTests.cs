using System.Net.Http.Json;

namespace SessionGrains.Cluster.Tests;

/// <summary>Nodes: processes that answer requests and host sessions.</summary>
[Collection(ProcessTests.Name)]
public sealed class NodesTests(ITestOutputHelper output) : TestMachine
{
    /// <summary>On a machine that is busy with other tests; how long it really takes is printed.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    private const int Seed = 2026;

    private readonly int[] _ports = [FreePort.Next(), FreePort.Next(), FreePort.Next()];

    [Fact]
    public async Task Sessions_start_on_the_node_that_was_asked_and_are_spread_over_the_others_when_it_is_killed()
    {
        var nodes = await StartAsync();
        using var crowd = new SteppedCrowd(_ports[0]);
        await using var spread = await Spread.OfAsync(Folder);
        await crowd.JoinAsync(300);
        Assert.Equal([300], (await spread.CountAsync()).Values);

        nodes[0].Kill();
        var killed = TimeProvider.System.GetTimestamp();
        using var others = new TrackingServer(_ports[1..], TimeSpan.FromSeconds(20), RunningProcess.OperatorKey);
        await Parallel.ForEachAsync(crowd.Sessions, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (session, _) => await Deadline.UntilAsync(
            async () => await SendAsync(others, session, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) == 204, () => $"{session.Path} takes no event"));
        var took = TimeProvider.System.GetElapsedTime(killed);

        var after = await spread.CountAsync();
        output.WriteLine($"300 sessions of a killed node, answered again after {took.TotalSeconds:0.0} s: {string.Join(" and ", after.Values)} on the two others");
        Assert.True(took < Recovery, $"all were there again after {took.TotalSeconds:0.0} s");
        Assert.Equal(300, after.Values.Sum());
        Assert.Equal(2, after.Count);
        Assert.All(after.Values, static sessions => Assert.True(sessions >= 90, "the sessions of the killed node were not spread"));
    }

    [Fact]
    public async Task A_node_without_room_starts_sessions_on_others()
    {
        await StartAsync("--Sessions:MaxOpenPerSilo=10");
        using var crowd = new SteppedCrowd(_ports[0]);
        await using var spread = await Spread.OfAsync(Folder);

        for (var i = 0; i < 18; i++)
            await crowd.JoinAsync(1);

        var count = await spread.CountAsync();
        Assert.Equal(18, count.Values.Sum());
        Assert.Equal(10, count.Values.Max());
    }

    /// <summary>Each event is sent twice, mostly at the same time through two nodes.</summary>
    [Fact]
    public async Task Events_of_one_session_through_all_nodes_at_once_are_applied_once_each()
    {
        await StartAsync();
        using var all = new TrackingServer(_ports, TimeSpan.FromSeconds(20), RunningProcess.OperatorKey);
        var (session, answer) = await SteppedSession.OpenAsync(all, SteppedCrowd.MediaId);
        Assert.True(session is not null, $"{answer}");

        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var codes = new ConcurrentBag<int>();
        await Parallel.ForAsync(0, 240, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (number, _) => codes.Add(await SendAsync(all, session, ts + (number / 2))));

        Assert.All(codes, static code => Assert.Equal(204, code));
        Assert.Equal(120, (await session.ReadAsync())!.Applied);
    }

    [Fact]
    public async Task A_node_that_drains_answers_closes_connections_and_starts_sessions_elsewhere()
    {
        var nodes = await StartAsync("--Shutdown:DrainDelay=00:00:05");
        await using var spread = await Spread.OfAsync(Folder);
        using var http = RunningProcess.Operator(_ports[0]);
        Assert.False((await StartAsync(http)).Closes);

        nodes[0].Terminate();
        await Deadline.UntilAsync(async () => !await IsReadyAsync(_ports[0]), () => "the node is still ready");
        var started = new List<(Uri Location, bool Closes)>();
        for (var i = 0; i < 10; i++)
            started.Add(await StartAsync(http));

        Assert.All(started, static one => Assert.True(one.Closes, "the connection is kept"));
        Assert.Equal(0, await nodes[0].WaitForExitAsync());
        using var other = RunningProcess.Operator(_ports[1]);
        foreach (var (location, _) in started)
        {
            using var read = await other.GetAsync(location);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }
    }

    /// <summary>Groups of events are sent at once, each event through any node: their order of arrival is any.</summary>
    [Fact]
    public async Task A_session_sent_through_all_nodes_at_once_becomes_what_it_becomes_through_one()
    {
        const int AtOnce = 8;
        await StartAsync();
        using var all = new TrackingServer(_ports, TimeSpan.FromSeconds(20), RunningProcess.OperatorKey);
        using var one = new TrackingServer(_ports[..1], TimeSpan.FromSeconds(20), RunningProcess.OperatorKey);
        for (var number = 0; number < 5; number++)
        {
            var script = new MarkedScript(Seed, player: 0, session: number);
            ScriptedEvent[] events = [.. script.Write()];

            var together = await PlayAsync(all, script.Viewing, events[..^1].Chunk(AtOnce).Append([events[^1]]));
            var inOrder = await PlayAsync(one, script.Viewing, events.Select(static next => new[] { next }));

            Assert.Equal((events.Length, 0, true), (together.Read.Applied, together.Read.Late, together.Read.IsClosed));
            Assert.All(together.Sent.Events, sent => Assert.True(together.Read.Has(sent), $"{sent.Mark} is not in"));
            Assert.Equal(Verdict.Same, SessionComparison.Compare(together.Sent.Start, [.. events.Select(static next => next.Meaning)], together.Read, idleTimeout: null).Verdict);
            Assert.Equal(inOrder.Read.Metrics.GetRawText(), together.Read.Metrics.GetRawText());
        }
    }

    [Fact]
    public Task A_node_with_a_port_of_another_is_refused_in_one_line() => RefuseTakenPortsAsync();

    [Trait(Tier.Name, Tier.Nightly)]
    [RedisFact]
    public async Task A_node_with_a_port_of_another_is_refused_in_one_line_in_a_cluster_on_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();
        await RefuseTakenPortsAsync("--Cluster:Mode=Redis", "--Cluster:AdvertisedIPAddress=127.0.0.1", $"--ConnectionStrings:Redis={redis.ConnectionString}");
    }

    /// <summary>Three nodes that each have one port of the first: it plays on without noticing.</summary>
    private async Task RefuseTakenPortsAsync(params string[] settings)
    {
        var (silo, gateway) = (FreePort.Next(), FreePort.Next());
        var first = Run(RunningProcess.Node(Folder, _ports[0], [$"--Cluster:SiloPort={silo}", $"--Cluster:GatewayPort={gateway}", .. settings]));
        await Deadline.UntilAsync(() => IsReadyAsync(_ports[0]), () => $"the node is not ready: {first.Output}");
        using var crowd = new SteppedCrowd(_ports[0]);
        await crowd.JoinAsync(20);

        (RunningProcess Node, string Reason)[] others =
        [
            (NodeOn(_ports[0], FreePort.Next(), FreePort.Next()), $"http://127.0.0.1:{_ports[0]} is in use by another process"),
            (NodeOn(_ports[1], silo, FreePort.Next()), $"TCP port {silo} (Cluster:SiloPort) is taken"),
            (NodeOn(_ports[2], FreePort.Next(), gateway), $"TCP port {gateway} (Cluster:GatewayPort) is taken"),
        ];
        foreach (var (node, reason) in others)
        {
            Assert.Equal(1, await node.WaitForExitAsync());
            Assert.StartsWith($"Cannot start: {reason}", Assert.Single(node.Output.Split('\n'), static line => line.StartsWith("Cannot start", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", node.Output, StringComparison.Ordinal);
        }

        await crowd.ForEachAsync(static async session => Assert.Equal(204, await SteppedCrowd.SendAsync(session)));
        Assert.True(await IsReadyAsync(_ports[0]));

        RunningProcess NodeOn(int http, int siloPort, int gatewayPort) =>
            Run(RunningProcess.Node(Folder, http, [$"--Cluster:SiloPort={siloPort}", $"--Cluster:GatewayPort={gatewayPort}", .. settings]));
    }

    /// <summary>A session of these events, and what the server has of it. Each group is sent when the one before is answered.</summary>
    private static async Task<(SentSession Sent, ReadSession Read)> PlayAsync(TrackingServer server, Viewing viewing, IEnumerable<ScriptedEvent[]> groups)
    {
        var player = new Player(server, new Answers(TimeProvider.System));
        var session = await player.OpenAsync(viewing, RetryPolicy.Never);
        Assert.NotNull(session);
        foreach (var group in groups)
        {
            var sent = await Task.WhenAll(group.Select(one => player.SendAsync(session, one, viewing, RetryPolicy.Never)));
            Assert.All(sent, static one => Assert.Equal(204, one.Code));
        }

        var read = ReadSession.Of(await server.GetAsync(session.Path));
        Assert.NotNull(read);
        return (session, read);
    }

    private async Task<RunningProcess[]> StartAsync(params string[] settings)
    {
        RunningProcess[] nodes = [.. _ports.Select(port => Run(RunningProcess.Node(Folder, port, settings)))];
        foreach (var port in _ports)
            await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"the node on port {port} is not ready");

        await Deadline.UntilAsync(() => MemberIds().Count == nodes.Length, () => "not every node is a member");
        return nodes;
    }

    /// <summary>Where the new session is, and whether the server closes the connection.</summary>
    private static async Task<(Uri Location, bool Closes)> StartAsync(HttpClient http)
    {
        using var body = new ByteArrayContent(SteppedSession.StartBody(SteppedCrowd.MediaId));
        using var answer = await http.PostAsync(new Uri("/api/v1/sessions", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (answer.Headers.Location!, answer.Headers.ConnectionClose ?? false);
    }

    private static async Task<int> SendAsync(TrackingServer server, SteppedSession session, long ts)
    {
        using var body = JsonContent.Create(new { eventType = "ping", playerTime = new { playhead = 1, ts } });
        return (await server.PostAsync($"{session.Path}/events", await body.ReadAsByteArrayAsync())).Code;
    }
}
