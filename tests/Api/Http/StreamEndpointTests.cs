namespace SessionGrains.Api.Tests;

public sealed class StreamEndpointTests
{
    private const string Live = "/api/v1/live/stream";

    [Fact]
    public async Task Streams_beyond_the_limit_are_refused_at_once_until_one_has_ended()
    {
        await using var server = new Server().FromEverywhere().With("Operator:MaxStreams", "2");
        var client = server.Ask();
        var session = await client.OpenSession();
        using var first = await ServerSentEvents.Open(client, Live);
        using var second = await ServerSentEvents.Open(client, session + "/stream");
        await first.Until("live");

        foreach (var path in new[] { Live, session + "/stream" })
        {
            using var refused = await client.GetAsync(path);
            await refused.AssertProblem(503);
            Assert.Equal("5", refused.Header("Retry-After"));
            Assert.Contains("Operator:MaxStreams", await refused.Content.ReadAsStringAsync());
        }

        using (var read = await client.GetAsync("/api/v1/live"))
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await first.Until("live");
        second.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Services.GetRequiredService<StreamLimiter>().Open > 1)
            await Task.Delay(50, patience.Token);

        using var third = await ServerSentEvents.Open(client, Live);
        await third.Until("live");
    }
}
