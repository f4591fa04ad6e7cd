namespace SessionGrains.Api.Tests;

/// <summary>What only a real connection can do.</summary>
public sealed class ConnectionTests(RealServer server) : IClassFixture<RealServer>
{
    private static readonly string Start = Sample.Start;

    [Fact]
    public async Task A_byte_a_second_is_408_after_five_seconds_readable_by_a_browser()
    {
        using var connection = await server.Connect();
        await connection.Send("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n");
        var began = Stopwatch.GetTimestamp();
        using var ending = new CancellationTokenSource();
        var dripping = Drip(connection, ending.Token);

        var head = await connection.ReadHead();
        var waited = Stopwatch.GetElapsedTime(began);
        await ending.CancelAsync();
        await dripping;

        Assert.StartsWith("HTTP/1.1 408 ", head);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: *\r\n", head);
        Assert.Contains("\r\nConnection: close\r\n", head);
        Assert.Contains("\"status\":408", await connection.ReadBody(head));
        Assert.InRange(waited.TotalSeconds, 4.5, 8);
        Assert.True(await connection.IsClosed());
        Assert.Empty(server.Logged);
    }

    [Fact]
    public async Task A_client_that_leaves_half_way_is_nothing_to_log()
    {
        for (var i = 0; i < 10; i++)
        {
            using var connection = await server.Connect();
            await connection.Send("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{\"playerTime\"");
            if (i % 2 == 0)
                connection.Reset();
        }

        // Answers to later requests mean that the earlier ones have been noticed, or nearly so.
        using var client = server.Ask();
        for (var i = 0; i < 20; i++)
            await client.OpenSession();
        Assert.Empty(server.Logged);
    }

    [Fact]
    public async Task Who_asks_before_sending_is_told_to_go_on()
    {
        using var connection = await server.Connect();
        await connection.Send($"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {Start.Length}\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await connection.ReadHead());
        await connection.Send(Start);
        Assert.StartsWith("HTTP/1.1 201 ", await connection.ReadHead());
    }

    [Fact]
    public async Task Who_asks_before_sending_too_much_is_told_not_to()
    {
        using var connection = await server.Connect();
        await connection.Send("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", await connection.ReadHead());
    }

    [Fact]
    public async Task A_chunked_body_in_small_pieces_is_as_good()
    {
        using var connection = await server.Connect();
        await connection.Send("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var piece in Start.Chunk(50))
            await connection.Send($"{piece.Length:x}\r\n{new string(piece)}\r\n");
        await connection.Send("0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 201 ", await connection.ReadHead());
    }

    [Fact]
    public async Task Chunks_without_end_are_413()
    {
        using var connection = await server.Connect();
        await connection.Send("POST /api/v1/downloaded HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        await connection.Send(chunk);
        await connection.Send(chunk);

        var head = await connection.ReadHead();
        Assert.StartsWith("HTTP/1.1 413 ", head);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: *\r\n", head);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("fffffffff")]
    public async Task Broken_chunks_are_400(string size)
    {
        using var connection = await server.Connect();
        await connection.Send($"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadHead());
    }

    [Fact]
    public async Task A_connection_survives_every_answer_whose_request_was_read_whole()
    {
        using var connection = await server.Connect();
        foreach (var (path, body, status) in new[]
        {
            ("/api/v1/sessions", "{", 400), ("/api/v1/sessions", Start, 201), ("/api/v1/sessions/x/events", Sample.Event("play"), 404),
            ("/api/v1/nothing", "{}", 404), ("/api/v1/schemas/ping", "{}", 405), ("/api/v1/sessions", Start, 201),
        })
        {
            await connection.Send($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
            var head = await connection.ReadHead();
            Assert.StartsWith($"HTTP/1.1 {status} ", head);
            await connection.ReadBody(head);
        }
    }

    [Theory]
    [InlineData("/api/v1/sessions/%00{0}/events")]
    [InlineData("/api/v1/sessions/../{0}/events")]
    [InlineData("/api/v1/sessions/%2e%2e%2f{0}/events")]
    [InlineData("/api/v1/sessions/{0}%00/events")]
    [InlineData("/api/v1/sessions//{0}/events")]
    [InlineData("/api/v1/sessions/{0}/../{0}/../events")]
    public async Task Path_tricks_reach_no_session(string path)
    {
        var body = Sample.Event("play");
        using var connection = await server.Connect();
        var tricky = path.Replace("{0}", new string('a', 64), StringComparison.Ordinal);
        await connection.Send($"POST {tricky} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Matches("^HTTP/1.1 40[045] ", await connection.ReadHead());
    }

    [Fact]
    public async Task Two_slashes_at_the_beginning_are_no_host()
    {
        using var connection = await server.Connect();
        await connection.Send($"POST //api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Start.Length}\r\n\r\n{Start}");

        var head = await connection.ReadHead();

        Assert.StartsWith("HTTP/1.1 201 ", head);
        Assert.Contains("\r\nLocation: /api/v1/sessions/", head);
    }

    [Fact]
    public async Task Head_is_Get_without_a_body()
    {
        using var client = server.Ask();
        var session = await client.OpenSession();
        foreach (var path in new[] { session, "/api/v1/schemas/ping", "/health/live", "/health/ready" })
        {
            using var get = await client.GetAsync(path);
            using var head = await client.SendAsync(new(HttpMethod.Head, path));

            Assert.Equal(200, (int)head.StatusCode);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    private static async Task Drip(RawConnection connection, CancellationToken ending)
    {
        try
        {
            using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await second.WaitForNextTickAsync(ending))
                await connection.Send(" ");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Answered, or closed by the server.
        }
    }
}
