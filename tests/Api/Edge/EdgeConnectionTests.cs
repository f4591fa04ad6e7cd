using System.IO.Compression;

namespace SessionGrains.Api.Tests;

/// <summary>What only a real connection can do to the operations of Media Edge clients.</summary>
public sealed class EdgeConnectionTests(RealServer server) : IClassFixture<RealServer>
{
    private const int Limit = 64 * 1024;

    [Fact]
    public async Task A_body_that_does_not_come_is_408_with_the_code_of_the_gateway()
    {
        using var connection = await server.Connect();
        await connection.Send(Head("/ee/v1/interact?configId=c", 500) + "{\"events\":[");

        var head = await connection.ReadHead();

        Assert.StartsWith("HTTP/1.1 408 ", head);
        Assert.Contains("\r\nConnection: close\r\n", head);
        Assert.Contains("/EXEG-0109-408\"", await connection.ReadBody(head));
        Assert.True(await connection.IsClosed());
        Assert.Empty(server.Logged);
    }

    [Theory]
    [InlineData("https://müller.example")]
    [InlineData("https://player.example\u0001")]
    public async Task An_origin_that_no_answer_may_have_is_not_echoed(string origin)
    {
        using var connection = await server.Connect();
        await connection.Send($"OPTIONS /ee/v1/interact HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nAccess-Control-Request-Headers: x-{origin[8..]}\r\n\r\n");

        var head = await connection.ReadHead();

        // Kestrel itself refuses some characters.
        Assert.Matches("^HTTP/1.1 (204|400) ", head);
        Assert.DoesNotContain(origin, head);
        Assert.Empty(server.Logged);
    }

    [Fact]
    public async Task A_connection_survives_every_answer_whose_request_was_read_whole()
    {
        using var connection = await server.Connect();
        foreach (var (path, body, status) in new[]
        {
            ("/ee/v1/interact?configId=c", "{", 400), ("/ee/va/v1/sessionStart?configId=c", Xdm.Start(), 200), ("/ee/va/v1/ping", "{}", 400), ("/ee/or2/va/v1/seek?configId=c", "{}", 404),
            ("/ee/va/v1/sessionStart?configId=c", Xdm.Start("{}"), 207), ("/ee/v1/collect?configId=c", Xdm.Start(), 200),
        })
        {
            await connection.Send(Head(path, Encoding.UTF8.GetByteCount(body)) + body);
            var head = await connection.ReadHead();
            Assert.StartsWith($"HTTP/1.1 {status} ", head);
            await connection.ReadBody(head);
        }
    }

    [Theory]
    [InlineData(Limit, 200)]
    [InlineData(Limit + 1, 413)]
    public async Task A_request_may_have_64_KiB(int bytes, int status)
    {
        using var connection = await server.Connect();
        await connection.Send(Head("/ee/va/v1/sessionStart?configId=c", bytes) + Xdm.Start().PadRight(bytes));

        Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadHead());
    }

    [Fact]
    public async Task A_compressed_request_counts_as_what_it_contains()
    {
        using var client = server.Ask();
        using var right = await client.PostAsync("/ee/va/v1/sessionStart?configId=c", Gzip(Xdm.Start().PadRight(Limit)));
        using var large = await client.PostAsync("/ee/va/v1/sessionStart?configId=c", Gzip(Xdm.Start().PadRight(Limit + 1)));
        using var bomb = await client.PostAsync("/ee/v1/privacy/set-consent?configId=c", Gzip(new string(' ', 50_000_000)));

        Assert.Equal([200, 413, 413], new[] { right, large, bomb }.Select(static answer => (int)answer.StatusCode));
        Assert.Contains("/EXEG-0112-413\"", await bomb.Content.ReadAsStringAsync());
    }

    private static string Head(string path, int length) => $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static ByteArrayContent Gzip(string body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        return new(compressed.ToArray()) { Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", "gzip" } } };
    }
}
