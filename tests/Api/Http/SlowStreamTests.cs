namespace SessionGrains.Api.Tests;

/// <summary>Clients of the live counts that take nothing, when an update is so long that no buffer on the way holds many.</summary>
public sealed class SlowStreamTests(RealServer server) : IClassFixture<RealServer>
{
    private const int Titles = 200;
    private const string Path = "/api/v1/live/stream?top=200";
    private const int LeastFrame = 80_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off_and_delays_nobody_and_one_that_vanished_leaves_nothing_behind()
    {
        await Parallel.ForAsync(0, Titles, async (number, _) =>
        {
            var title = $"{number:000} {new string('<', 300)}";
            await _client.OpenSession(("media.id", title), ("media.name", title));
        });
        using var reader = await ServerSentEvents.Open(_client, Path);
        Assert.True((await reader.Until("live", live => (int)live["titleCount"]! == Titles)).ToJsonString().Length > LeastFrame);

        using var deaf = await server.Connect(receives: 4096);
        await deaf.Send($"GET {Path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        using (var vanishing = await server.Connect())
        {
            await vanishing.Send($"GET {Path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await Until(() => server.OpenStreams == 3);
            vanishing.Reset();
        }

        var last = await NextSecond(reader);
        await Until(async () =>
        {
            var second = await NextSecond(reader);
            Assert.InRange(second - last, 1, 8);
            last = second;
            return server.OpenStreams == 1;
        });
    }

    private static async Task<long> NextSecond(ServerSentEvents stream)
    {
        await stream.Until("live");
        return long.Parse(stream.LastId!, CultureInfo.InvariantCulture);
    }

    private static Task Until(Func<bool> condition) => Until(async () =>
    {
        await Task.Delay(50);
        return condition();
    });

    private static async Task Until(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "the client that takes nothing is not cut off");
    }
}
