namespace SessionGrains.Api.Tests;

/// <summary>Bodies that are on their way do not keep others from being answered.</summary>
public sealed class ReceivingTests
{
    private const int Bodies = 4;
    private const int KiB = 1024;

    private static readonly string Ping = Sample.Event("ping");

    [Fact]
    public async Task Two_hundred_connections_that_send_headers_alone_keep_nobody_from_work()
    {
        using var server = RealServer.With(("Door:MaxConcurrentRequests", "20"));
        using var client = server.Ask();
        var session = await client.OpenSession();
        var idle = await Connections(server, 200);
        foreach (var connection in idle)
            await connection.Send(Head("/api/v1/sessions", 64 * KiB));
        await Deadline.UntilAsync(() => server.Receiving.Bodies.Taken == idle.Count);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(204, await Status(client.Send(session, Sample.Event("ping", i))));
            await client.OpenSession();
        }

        Assert.Equal(0, server.Receiving.Bytes.Taken);
        var heads = await Task.WhenAll(idle.Select(static connection => connection.ReadHead()));
        Assert.All(heads, static head => Assert.StartsWith("HTTP/1.1 408 ", head));
        await Deadline.UntilAsync(() => server.Receiving.Bodies.Taken == 0);
        idle.ForEach(static connection => connection.Dispose());
        Assert.Empty(server.Logged);
    }

    [Fact]
    public async Task Where_too_many_bodies_are_on_their_way_one_more_is_503_and_a_ping_is_not()
    {
        using var server = RealServer.With(("Door:MaxReceivingBodies", $"{Bodies}"));
        using var usual = await server.Connect();
        await OpenSession(usual);
        var slow = await Connections(server, Bodies);
        foreach (var connection in slow)
            await connection.Send(Head("/api/v1/sessions", Sample.Start.Length));
        await Deadline.UntilAsync(() => server.Receiving.Bodies.Taken == Bodies);

        using var refused = await server.Connect();
        await refused.Send(Head("/api/v1/sessions", Sample.Start.Length));
        await AssertRefused(refused);
        await OpenSession(usual);

        foreach (var connection in slow)
        {
            await connection.Send(Sample.Start);
            Assert.StartsWith("HTTP/1.1 201 ", await connection.ReadHead());
            connection.Dispose();
        }

        Assert.Equal((0L, 0L, 1L), (server.Receiving.Bodies.Taken, server.Receiving.Bytes.Taken, server.Receiving.Bodies.Refused));
    }

    [Fact]
    public async Task Bytes_of_bodies_are_bounded_and_come_back_when_they_are_answered()
    {
        const int Enough = 600 * KiB;
        using var server = RealServer.With(("Door:MaxReceivingBytes", $"{4 * 1024 * KiB}"));
        var batch = Sample.Downloaded(null).PadRight(1024 * KiB);
        var slow = await Connections(server, Bodies);
        foreach (var connection in slow)
            await connection.Send(Head("/api/v1/downloaded", batch.Length) + batch[..Enough]);
        await Deadline.UntilAsync(() => server.Receiving.Bytes.Taken == Bodies * 1024 * KiB);

        using var refused = await server.Connect();
        await refused.Send(Head("/api/v1/downloaded", batch.Length) + batch[..Enough]);
        await AssertRefused(refused);
        using var usual = await server.Connect();
        await OpenSession(usual);

        foreach (var connection in slow)
        {
            await connection.Send(batch[Enough..]);
            Assert.StartsWith("HTTP/1.1 201 ", await connection.ReadHead());
            connection.Dispose();
        }

        await Deadline.UntilAsync(() => server.Receiving is { Bodies.Taken: 0, Bytes.Taken: 0 });
        Assert.InRange(server.Receiving.Bytes.Refused, 1, 2);
    }

    [Fact]
    public async Task Beyond_its_share_of_the_bytes_an_address_is_429_and_another_is_served()
    {
        const int Enough = 600 * KiB;
        using var server = RealServer.With(("Door:MaxReceivingBytes", $"{4 * 1024 * KiB}"), ("Proxy:Trusted", "127.0.0.0/8"));
        var batch = Sample.Downloaded(null).PadRight(1024 * KiB);
        var flood = await Connections(server, 2);
        foreach (var connection in flood)
            await connection.Send(Head("/api/v1/downloaded", batch.Length, client: "192.0.2.1") + batch[..Enough]);
        await Deadline.UntilAsync(() => server.Receiving.Bytes.Taken == 2 * 1024 * KiB);

        using var limited = await server.Connect();
        await limited.Send(Head("/api/v1/downloaded", batch.Length, client: "192.0.2.1") + batch[..Enough]);
        await AssertRefused(limited, 429);
        using var other = await server.Connect();
        await other.Send(Head("/api/v1/downloaded", batch.Length, client: "192.0.2.2") + batch);
        Assert.StartsWith("HTTP/1.1 201 ", await other.ReadHead());

        Assert.Equal(1, server.Receiving.Bytes.RateLimited);
        flood.ForEach(static connection => connection.Reset());
        await Deadline.UntilAsync(() => server.Receiving is { Bodies.Taken: 0, Bytes.Taken: 0 });
    }

    [Fact]
    public async Task What_is_not_waited_for_any_more_gives_its_place_and_its_bytes_back()
    {
        using var server = RealServer.With(("Door:MaxReceivingBodies", $"{Bodies}"));
        var leaving = await Connections(server, Bodies);
        foreach (var connection in leaving)
            await connection.Send(Head("/api/v1/downloaded", 200 * KiB) + "[" + new string(' ', 100 * KiB));
        await Deadline.UntilAsync(() => server.Receiving is { Bodies.Taken: Bodies, Bytes.Taken: > Bodies * 100 * KiB });

        leaving.ForEach(static connection => connection.Reset());

        await Deadline.UntilAsync(() => server.Receiving is { Bodies.Taken: 0, Bytes.Taken: 0 });
    }

    private static async Task<List<RawConnection>> Connections(RealServer server, int count)
    {
        var connections = new List<RawConnection>();
        while (connections.Count < count)
            connections.Add(await server.Connect());
        return connections;
    }

    private static async Task OpenSession(RawConnection connection)
    {
        await connection.Send(Head("/api/v1/sessions", Encoding.UTF8.GetByteCount(Sample.Start)) + Sample.Start);
        var head = await connection.ReadHead();
        Assert.StartsWith("HTTP/1.1 201 ", head);
        await connection.Send(Head(head.Split("Location: ")[1].Split("\r\n")[0] + "/events", Ping.Length) + Ping);
        Assert.StartsWith("HTTP/1.1 204 ", await connection.ReadHead());
    }

    private static async Task AssertRefused(RawConnection connection, int status = 503)
    {
        var head = await connection.ReadHead();
        Assert.StartsWith($"HTTP/1.1 {status} ", head);
        foreach (var header in new[] { "Retry-After: 1", "Access-Control-Allow-Origin: *", "Connection: close" })
            Assert.Contains($"\r\n{header}\r\n", head);
    }

    private static async Task<int> Status(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return (int)answer.StatusCode;
    }

    private static string Head(string path, int length, string client = "192.0.2.9") =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\nContent-Length: {length}\r\n\r\n";
}
