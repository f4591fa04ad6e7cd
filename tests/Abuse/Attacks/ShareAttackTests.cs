using System.Net.Http.Headers;

namespace SessionGrains.Abuse.Tests;

/// <summary>One address floods a place, two others play on: the flood is what is answered 429, or closed where there is nothing to answer.</summary>
public sealed class ShareAttackTests(FewPlaces service, ITestOutputHelper output) : IClassFixture<FewPlaces>
{
    private const int ViewersAnAddress = 6;

    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private int Port => service.Service.Port;

    [Theory]
    [InlineData("/api/v1/sessions")]
    [InlineData("/api/v1/downloaded")]
    [InlineData("events")]
    public Task Requests_beyond_the_share_of_their_address_are_429(string path) => PlayOnAsync(async over =>
    {
        using var flooder = Loopback.Reach(Port, Loopback.Hostile(0));
        var session = await flooder.OpenAsync(EventText.Start("flood")) ?? "";
        var limited = 0;
        await Task.WhenAll(Enumerable.Range(0, 10 * FewPlaces.Work).Select(async number =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var (to, body) = path switch
                {
                    "events" => (session + "/events", EventText.Of("play", EventText.Now + i, number)),
                    "/api/v1/sessions" => (path, EventText.Start("flood")),
                    _ => (path, EventText.Array([EventText.Start($"flood-{number}-{i}"), EventText.Of("sessionEnd", EventText.Now, 1)])),
                };
                if ((await flooder.PostAsync(to, EventText.Utf8(body))).Code == 429)
                    Interlocked.Increment(ref limited);
            }
        }));
        return limited;
    });

    [Fact]
    public Task Bodies_that_never_come_beyond_the_share_of_their_address_are_429() => PlayOnAsync(async over =>
    {
        var beginning = "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"u8.ToArray();
        var limited = 0;
        await Task.WhenAll(Enumerable.Range(0, FewPlaces.Bodies).Select(_ => HoldAsync(beginning, answer =>
        {
            if (answer.StartsWith("HTTP/1.1 429", StringComparison.Ordinal) && answer.Contains("Retry-After: ", StringComparison.Ordinal) && answer.Contains("Access-Control-Allow-Origin: ", StringComparison.Ordinal))
                Interlocked.Increment(ref limited);
        }, over)));
        return limited;
    });

    [Fact]
    public Task Connections_beyond_the_share_of_their_address_are_closed() => PlayOnAsync(async over =>
    {
        var closed = 0;
        await Task.WhenAll(Enumerable.Range(0, FewPlaces.Connections).Select(_ => HoldAsync([], answer =>
        {
            if (answer.Length == 0)
                Interlocked.Increment(ref closed);
        }, over)));
        return closed;
    });

    [Fact]
    public Task Streams_beyond_the_share_of_their_address_are_429() => PlayOnAsync(async over =>
    {
        using var flooder = Reader(0);
        var limited = 0;
        await Task.WhenAll(Enumerable.Range(0, FewPlaces.Streams).Select(async _ =>
        {
            try
            {
                using var answer = await flooder.GetAsync(new Uri("/api/v1/live/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, over);
                if ((int)answer.StatusCode == 429 && answer.Headers.RetryAfter is not null)
                    Interlocked.Increment(ref limited);
                else
                    await Task.Delay(Timeout.Infinite, over);
            }
            catch (OperationCanceledException)
            {
                // The flood is over.
            }
        }));
        return limited;
    });

    /// <summary>Floods while others play, each with a connection, sessions, events and a stream of their own.</summary>
    private async Task PlayOnAsync(Func<CancellationToken, Task<int>> flood)
    {
        using var over = new CancellationTokenSource(Flood);
        var flooding = flood(over.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        using var crowd = new HonestCrowd(Port, staysWithOne: false, Pace, 2 * ViewersAnAddress, addresses: 2);

        using (var reader = Reader(1, honest: true))
        using (var stream = await reader.GetAsync(new Uri("/api/v1/live/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, CancellationToken.None))
            Assert.Equal(200, (int)stream.StatusCode);

        var refused = await flooding;
        await crowd.LeaveAsync();

        var (answers, times) = (crowd.Answers, crowd.Answers.TakeLatencies().All);
        output.WriteLine($"the flood: {refused} refused; others: {answers.Total} answers, p99 {times.P99:0} ms, slowest {times.Max:0} ms");
        Assert.True(refused > 0, "nothing of the flood was refused");
        Assert.Empty(answers.Wrong);
        Assert.InRange(answers.Total, 100, int.MaxValue);
        Assert.True(times.P99 < Prompt.TotalMilliseconds, $"p99 is {times.P99} ms");
        Assert.True(service.Service.IsAlive);
    }

    private HttpClient Reader(int number, bool honest = false)
    {
        var reader = BoundClient.From(honest ? Loopback.Honest(number) : Loopback.Hostile(number), Port, TimeSpan.FromSeconds(15));
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AttackedService.OperatorKey);
        return reader;
    }

    /// <summary>Holds a connection; whoever is cut off comes again after a while.</summary>
    private async Task HoldAsync(byte[] beginning, Action<string> cutOff, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var socket = await BoundClient.ConnectAsync(Loopback.Hostile(0), Port, over);
                await socket.SendAsync(beginning, over);
                cutOff(await ReadHeadAsync(socket, over));
                await Task.Delay(200, over);
            }
            catch (SocketException)
            {
                cutOff("");
                await Task.Delay(200, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>The head of an answer, or what there is until the connection is closed.</summary>
    private static async Task<string> ReadHeadAsync(Socket socket, CancellationToken over)
    {
        var (text, buffer) = ("", new byte[2048]);
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer, over) is > 0 and var count)
            text += Encoding.ASCII.GetString(buffer, 0, count);
        return text;
    }
}
