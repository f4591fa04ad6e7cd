namespace SessionGrains.Cluster.Tests;

/// <summary>The HAProxy of docker-compose.yml with its own configuration, before nodes that do what a test wants.</summary>
[Collection(ProcessTests.Name)]
public sealed class DeployedFrontTests(ITestOutputHelper output) : TestMachine
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string EventsOfNobody = $"/api/v1/sessions/{Id}/events";
    private const string Starts = "/api/v1/sessions";
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly int _port = FreePort.Next();

    [FrontTheory]
    [InlineData(EventsOfNobody)]
    [InlineData($"/api/v1/sessions/{Id}/stream")]
    public async Task While_no_node_answers_it_answers_as_one_and_its_logs_name_no_session(string path)
    {
        var front = await StartAsync(FreePort.Next());
        using var player = Player();

        using var answer = await PostAsync(player, path);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(answer.Content.Headers.ContentLength, text.Length);
        Assert.Equal(503, System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("status").GetInt32());
        front.Terminate();
        await front.WaitForExitAsync();
        Assert.DoesNotContain(Id, front.Output, StringComparison.Ordinal);
    }

    [FrontFact]
    public async Task Events_go_to_the_node_that_started_their_session_and_to_any_when_that_is_forgotten()
    {
        await using var nodes = await StubNodes.StartAsync(3);
        var front = await StartAsync(nodes.Ports);
        var home = new Dictionary<string, int>();
        for (var i = 0; i < 60; i++)
        {
            using var player = Player();
            using var started = await PostAsync(player, Starts);
            Assert.Equal(201, (int)started.StatusCode);
            home[started.Headers.Location!.OriginalString] = nodes.Requests.Last().Node;
        }

        Assert.Equal(3, home.Values.Distinct().Count());
        Assert.Equal(0, await CountMovedAsync());

        front.Terminate();
        await front.WaitForExitAsync();
        await StartAsync(nodes.Ports);
        Assert.NotEqual(0, await CountMovedAsync());

        async Task<int> CountMovedAsync()
        {
            var moved = 0;
            // Not in the order of the starts, in which the nodes took turns.
            foreach (var (location, node) in home.OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                using var player = Player();
                using var answer = await PostAsync(player, location + "/events");
                Assert.Equal(204, (int)answer.StatusCode);
                moved += nodes.Requests.Last().Node == node ? 0 : 1;
            }

            return moved;
        }
    }

    [FrontFact]
    public async Task Connections_to_nodes_are_kept_and_the_answer_has_the_names_as_the_node_wrote_them()
    {
        await using var nodes = await StubNodes.StartAsync(1);
        await StartAsync(nodes.Ports);
        for (var i = 0; i < 50; i++)
        {
            using var player = Player();
            using var answer = await PostAsync(player, EventsOfNobody);
        }

        Assert.InRange(nodes.Requests.Where(static one => one.Path == EventsOfNobody).Select(static one => one.Connection).Distinct().Count(), 1, 5);

        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {Starts} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.7\r\nContent-Length: 2\r\n\r\n{{}}"));
        var buffer = new byte[4096];
        var head = Encoding.ASCII.GetString(buffer, 0, await tcp.GetStream().ReadAsync(buffer));
        Assert.StartsWith("HTTP/1.1 201 Created\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: /api/v1/sessions/", head, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: *\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", head, StringComparison.Ordinal);
        Assert.Equal(("127.0.0.1", "localhost", ""), (nodes.Requests.Last().For, nodes.Requests.Last().Host, nodes.Requests.Last().Forwarded));
    }

    [FrontFact]
    public async Task What_may_have_been_done_is_repeated_only_for_events()
    {
        await using var nodes = await StubNodes.StartAsync(2);
        await StartAsync(nodes.Ports);
        using (var player = Player())
        {
            nodes.Abort = 1;
            using var sent = await PostAsync(player, EventsOfNobody);
            Assert.Equal(204, (int)sent.StatusCode);
            Assert.Equal(2, nodes.Requests.Count(static one => one.Path == EventsOfNobody));
        }

        // On a connection that had a request before, HAProxy closes the connection instead of answering, as a server does whose idle connection ends.
        using var another = Player();
        nodes.Abort = 1;
        using var started = await PostAsync(another, Starts);
        Assert.Equal(503, (int)started.StatusCode);
        Assert.Equal("*", started.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Single(nodes.Requests, static one => one.Path == Starts);
    }

    [FrontFact]
    public async Task Requests_to_a_node_that_hangs_are_answered_within_5_s_and_it_is_left_out_after_that()
    {
        await using var nodes = await StubNodes.StartAsync(2);
        await StartAsync(nodes.Ports);
        nodes.Hanging = 0;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var player = Player();
            var asked = TimeProvider.System.GetTimestamp();
            using var answer = await PostAsync(player, Starts);
            return (Code: (int)answer.StatusCode, Took: TimeProvider.System.GetElapsedTime(asked));
        }));

        Assert.All(answers, static answer => Assert.True(answer.Code is 201 or 503));
        var refused = answers.Where(static answer => answer.Code == 503).Select(static answer => answer.Took).ToList();
        output.WriteLine($"503 after {refused.Min().TotalSeconds:0.0} to {refused.Max().TotalSeconds:0.0} s.");

        // The fastest, because the machine may be busy with other tests.
        Assert.True(refused.Min() < Promised);
        for (var i = 0; i < 20; i++)
        {
            using var player = Player();
            using var answer = await PostAsync(player, Starts);
            Assert.Equal(201, (int)answer.StatusCode);
        }
    }

    [FrontFact]
    public async Task Events_of_Edge_clients_are_repeated_and_answered_in_time_as_all_others()
    {
        await using var nodes = await StubNodes.StartAsync(2);
        await StartAsync(nodes.Ports);
        foreach (var (path, times) in new[] { ("/ee/va/v1/ping", 2), ("/ee-pre-prd/or2/va/v1/downloaded", 2), ("/ee/va/v1/sessionStart", 1), ("/ee/v1/interact", 1) })
        {
            using var player = Player();
            nodes.Abort = 1;
            using var answer = await PostAsync(player, path);
            Assert.Equal(times, nodes.Requests.Count(one => one.Path == path));
        }

        nodes.Hanging = 0;
        using var web = Player();
        web.DefaultRequestHeaders.Add("Origin", "https://player.example");
        var refused = new List<(TimeSpan Took, string Origin, string Credentials)>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var asked = TimeProvider.System.GetTimestamp();
            using var answer = await PostAsync(web, "/ee/v1/interact");
            if ((int)answer.StatusCode == 503)
            {
                lock (refused)
                    refused.Add((TimeProvider.System.GetElapsedTime(asked), answer.Headers.GetValues("Access-Control-Allow-Origin").Single(), answer.Headers.GetValues("Access-Control-Allow-Credentials").Single()));
            }
        }));
        Assert.True(refused.Min(static one => one.Took) < Promised);
        Assert.All(refused, static one => Assert.Equal(("https://player.example", "true"), (one.Origin, one.Credentials)));
    }

    [FrontFact]
    public async Task While_no_node_is_ready_they_are_asked_all_the_same()
    {
        await using var nodes = await StubNodes.StartAsync(2);
        await StartAsync(nodes.Ports);
        nodes.IsReady = false;
        using var player = Player();
        await Deadline.UntilAsync(() => nodes.Checks > 10, () => "the nodes are not checked");

        Assert.Equal("a page", await player.GetStringAsync(new Uri("/", UriKind.Relative)));
    }

    [FrontFact]
    public async Task A_body_that_does_not_arrive_is_answered_so_that_a_browser_can_read_it()
    {
        await using var nodes = await StubNodes.StartAsync(1);
        await StartAsync(nodes.Ports);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {Starts} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n{{"));

        var buffer = new byte[4096];
        var head = Encoding.ASCII.GetString(buffer, 0, await tcp.GetStream().ReadAsync(buffer));

        Assert.StartsWith("HTTP/1.1 503 ", head, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: *\r\n", head, StringComparison.Ordinal);
    }

    private HttpClient Player() => new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = Deadline.Patience };

    private static async Task<HttpResponseMessage> PostAsync(HttpClient player, string path)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        return await player.PostAsync(new Uri(path, UriKind.Relative), body);
    }

    private async Task<RunningProcess> StartAsync(params int[] nodes)
    {
        var front = Run(DeployedFront.Start(Folder, _port, nodes));
        using var player = Player();
        await Deadline.UntilAsync(() => IsUpAsync(player), () => $"HAProxy does not answer: {front.Output}");
        return front;
    }

    private static async Task<bool> IsUpAsync(HttpClient player)
    {
        try
        {
            return await player.GetStringAsync(new Uri("/front/live", UriKind.Relative)) == "live\n";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
