namespace SessionGrains.Abuse.Tests;

/// <summary>Connections that take a place and send nothing, or next to nothing. There are twice as many as the front door works on at a time.</summary>
public sealed class ConnectionAttackTests(SmallFrontDoor service, ITestOutputHelper output) : AttackTests(service, output), IClassFixture<SmallFrontDoor>
{
    private const int Connections = 200;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(200);

    private static readonly (string Text, bool Drips)[] Beginnings =
    [
        ("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n", false),
        ("POST /api/v1/sessions/%/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{", true),
        ("POST /api/v1/downloaded HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n[", true),
        ("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", false),
        ("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", true),
        ("", false),
    ];

    [Fact]
    public Task Two_hundred_connections_with_headers_only_take_no_place_from_others() => HoldAsync(static _ => Beginnings[0]);

    [Fact]
    public Task Two_hundred_connections_that_drip_or_never_finish_take_no_place_from_others() => HoldAsync(static number => Beginnings[number % Beginnings.Length]);

    private Task HoldAsync(Func<int, (string Text, bool Drips)> begin) => WithstandAsync(async (attacker, _) =>
    {
        var session = await attacker.OpenAsync(EventText.Start("slow")) ?? "";
        using var over = new CancellationTokenSource(Duration);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
        {
            var (text, drips) = begin(number);
            var bytes = Encoding.ASCII.GetBytes(text.Replace("/api/v1/sessions/%", session, StringComparison.Ordinal));
            attacker.CountConnection(bytes.Length);
            await HoldAsync(attacker.Port, number, bytes, drips, over.Token);
        }));
        return [session];
    });

    /// <summary>Who is cut off comes again.</summary>
    private static async Task HoldAsync(int port, int number, byte[] beginning, bool drips, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var socket = await BoundClient.ConnectAsync(Loopback.Hostile(number % 4), port, over);
                await socket.SendAsync(beginning, over);
                var answer = new byte[1024];
                while (drips)
                {
                    await socket.SendAsync(" "u8.ToArray(), over);
                    await Task.Delay(BetweenBytes, over);
                }

                while (await socket.ReceiveAsync(answer, over) > 0)
                {
                }
            }
            catch (SocketException)
            {
                await Task.Delay(BetweenBytes, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
