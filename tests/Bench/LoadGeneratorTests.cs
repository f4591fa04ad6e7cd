namespace SessionGrains.Bench.Tests;

public sealed class LoadGeneratorTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public LoadGeneratorTests() => _listener.Start();

    private IPEndPoint Server => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Any_other_answer_than_the_expected_one_ends_the_run_and_is_shown()
    {
        var serving = ServeAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", TimeSpan.Zero);
        using var load = new LoadGenerator([Server], 1);

        var failure = Assert.Throws<LoadFailedException>(() => load.Saturate(new PingWork(Pool()), TimeSpan.FromSeconds(30), CancellationToken.None));

        Assert.Contains("503 Service Unavailable", failure.Message, StringComparison.Ordinal);
        load.Dispose();
        await serving;
    }

    [Fact]
    public async Task A_broken_connection_ends_the_run()
    {
        var serving = ServeAsync("", TimeSpan.Zero);
        using var load = new LoadGenerator([Server], 1);

        Assert.Throws<LoadFailedException>(() => load.Saturate(new PingWork(Pool()), TimeSpan.FromSeconds(30), CancellationToken.None));
        await serving;
    }

    [Fact]
    public async Task All_requests_are_counted_and_answered()
    {
        var serving = ServeAsync("HTTP/1.1 204 No Content\r\n\r\n", TimeSpan.Zero);
        using var load = new LoadGenerator([Server], 1);

        var result = load.Saturate(new PingWork(Pool(), requests: 50), TimeSpan.FromMinutes(5), CancellationToken.None);

        Assert.Equal(50, result.Requests);
        Assert.Equal(50, result.Microseconds.TotalCount);
        load.Dispose();
        await serving;
    }

    [Fact]
    public async Task At_a_fixed_rate_waiting_for_a_slow_server_counts()
    {
        // One at a time and 40 ms each, but due every 10 ms: the last of 20 waits for 19 others.
        var serving = ServeAsync("HTTP/1.1 204 No Content\r\n\r\n", TimeSpan.FromMilliseconds(40));
        using var load = new LoadGenerator([Server], 1);

        var result = load.Pace(new PingWork(Pool()), perSecond: 100, TimeSpan.FromSeconds(0.2), CancellationToken.None);

        Assert.Equal(20, result.Requests);
        Assert.InRange(result.Microseconds.GetValueAtPercentile(100), 500_000, 60_000_000);
        load.Dispose();
        await serving;
    }

    [Fact]
    public void A_cancelled_run_ends()
    {
        using var load = new LoadGenerator([Server], 1);

        Assert.Throws<OperationCanceledException>(() => load.Saturate(new PingWork(Pool()), TimeSpan.FromMinutes(5), new CancellationToken(canceled: true)));
    }

    private static LivePool Pool()
    {
        var pool = new LivePool(2) { Count = 2 };
        pool.Opened(0, new byte[64]);
        pool.Opened(1, new byte[64]);
        return pool;
    }

    /// <summary>Answers each request of the first connection, without reading what it says; an empty answer closes the connection.</summary>
    private async Task ServeAsync(string answer, TimeSpan after)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var request = new byte[8192];
        try
        {
            while (await client.Client.ReceiveAsync(request) > 0 && answer.Length > 0)
            {
                if (after > TimeSpan.Zero)
                    await Task.Delay(after);

                await client.Client.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (SocketException)
        {
            // The load generator was done.
        }
    }
}
