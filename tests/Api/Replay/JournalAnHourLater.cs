namespace SessionGrains.Api.Tests;

/// <summary>The story of a recorded session an hour after it has closed.</summary>
public sealed class JournalAnHourLater : IDisposable
{
    private const string End = """{"playerTime":{"playhead":128,"ts":1795403867090},"eventType":"sessionEnd"}""";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly Server _server;

    public JournalAnHourLater() => _server = new Server().With(services => services.AddSingleton<TimeProvider>(_time));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_session_and_its_journal_are_as_they_were_when_it_closed_and_it_is_still_found_and_told()
    {
        var client = _server.Ask();
        var session = (await new RecordedClient(client, await RecordedEvents.Load("js-media-sdk-3.1.0.json")).Replay())[0];
        using (var ended = await client.Send(session, End))
            Assert.Equal(204, (int)ended.StatusCode);
        var closed = await client.GetStringAsync(session + "?journal=true");
        var (closedAt, points) = JsonNode.Parse(closed)! is var read ? ((string)read["closedAt"]!, read["journal"]!["points"]!.AsArray()) : default;
        Assert.Equal("sessionEnd", (string?)points[^1]!["type"]);

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1); passed += Step)
            _time.Advance(Step);

        Assert.Equal(closed, await client.GetStringAsync(session + "?journal=true"));
        Assert.InRange((_time.GetUtcNow() - DateTimeOffset.Parse(closedAt, System.Globalization.CultureInfo.InvariantCulture)).TotalMinutes, 60, 61);
        var found = JsonNode.Parse(await client.GetStringAsync($"/api/v1/sessions?status=closed&mediaId={Uri.EscapeDataString((string)JsonNode.Parse(closed)!["params"]!["media.id"]!)}"))!;
        Assert.Contains(found["sessions"]!.AsArray(), one => session.EndsWith((string)one!["sessionId"]!, StringComparison.Ordinal));
        using var stream = await ServerSentEvents.Open(client, session + "/stream");
        Assert.Equal(points.ToJsonString(), (await stream.Until("session"))["journal"]!["points"]!.ToJsonString());
        Assert.Equal("sessionEnd", (string?)(await stream.Until("closed"))["closedBy"]);
    }
}
