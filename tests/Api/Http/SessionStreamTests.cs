namespace SessionGrains.Api.Tests;

public sealed class SessionStreamTests(RealServer server) : IClassFixture<RealServer>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task A_watcher_sees_each_event_what_it_shows_and_what_the_session_becomes()
    {
        var session = await _client.OpenSession();
        using var stream = await ServerSentEvents.Open(_client, session + "/stream");
        var first = await stream.Until("session");
        Assert.Equal("starting", (string?)first["playback"]!["state"]);
        Assert.Equal("no-store", stream.Answer.Header("Cache-Control"));

        await Send(session, Sample.Event("play", 1_000));
        await Send(session, Sample.Event("play", 1_000));
        await Send(session, Sample.Event("stateEnd", 2_000).Replace("\"eventType\"", "\"params\":{\"media.state.name\":\"mute\"},\"eventType\"", StringComparison.Ordinal));

        var applied = new List<string>();
        while (applied.Count < 3)
        {
            var one = await stream.Until("applied");
            Assert.NotNull((string?)one["receivedAt"]);
            applied.Add($"{one["type"]} {one["verdict"]} {one["detail"]}".Trim());
        }

        Assert.Equal(["play applied", "play duplicate", "stateEnd applied mute"], applied);
        var finding = await stream.Until("finding", one => (string?)one["code"] == "state-not-open");
        Assert.Equal(1, (int)finding["count"]!);
        var now = await stream.Until("session", one => (int)one["events"]!["received"]! == 4);
        Assert.Equal("playing", (string?)now["playback"]!["state"]);
        Assert.Equal("play", (string?)now["journal"]!["points"]![1]!["type"]);
    }

    [Fact]
    public async Task A_watcher_sees_how_long_it_is_until_the_session_closes()
    {
        using var stream = await ServerSentEvents.Open(_client, await _client.OpenSession() + "/stream");

        var first = await stream.Until("countdown");
        var second = await stream.Until("countdown");

        Assert.InRange((long)first["idleInMs"]!, 500_000, 600_000);
        Assert.InRange((long)first["noProgressInMs"]!, 1_700_000, 1_800_000);
        Assert.InRange((long)first["maxAgeInMs"]!, 86_300_000, 86_400_000);
        Assert.True((long)second["idleInMs"]! < (long)first["idleInMs"]!);
        Assert.Equal((string?)first["closesAt"], (string?)second["closesAt"]);
    }

    [Fact]
    public async Task The_stream_of_a_session_that_ends_says_so_and_ends()
    {
        var session = await _client.OpenSession();
        using var stream = await ServerSentEvents.Open(_client, session + "/stream");
        await stream.Until("session");

        await Send(session, Sample.Event("sessionEnd", 5_000));

        Assert.Equal("sessionEnd", (string?)(await stream.Until("closed"))["closedBy"]);
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task The_stream_of_a_session_that_is_closed_tells_it_once_and_ends()
    {
        using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null, "closed")));
        using var stream = await ServerSentEvents.Open(_client, answer.Headers.Location!.OriginalString + "/stream");

        Assert.Equal("closed", (string?)(await stream.Until("session"))["status"]);
        Assert.Equal("sessionEnd", (string?)(await stream.Until("closed"))["closedBy"]);
        Assert.Null(await stream.Next());
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("nonsense")]
    public async Task An_unknown_session_has_no_stream(string sid)
    {
        using var answer = await _client.GetAsync($"/api/v1/sessions/{sid}/stream");

        await answer.AssertProblem(404);
    }

    [Fact]
    public async Task A_watcher_that_reads_nothing_blocks_neither_the_player_nor_others()
    {
        var session = await _client.OpenSession();
        using var deaf = await ServerSentEvents.Open(_client, session + "/stream");
        using (await ServerSentEvents.Open(_client, session + "/stream"))
        {
            // Gone at once.
        }

        using var watching = await ServerSentEvents.Open(_client, session + "/stream");
        for (var n = 1; n <= 100; n++)
            await Send(session, Sample.Event("ping", n * 1_000, n));

        Assert.Equal(101, (int)(await watching.Until("session", one => (int)one["events"]!["received"]! == 101))["events"]!["received"]!);
    }

    private async Task Send(string session, string body)
    {
        using var answer = await _client.Send(session, body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
