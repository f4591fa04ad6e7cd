namespace SessionGrains.Api.Tests;

/// <summary>Nothing that a client says of ads, ad breaks, chapters, player states and errors is lost: its session, its report and its rows tell it again.</summary>
public sealed class ToldAgainReplay : IDisposable
{
    /// <summary>After its sessionEnd a session waits 5 s for events that were overtaken.</summary>
    private static readonly TimeSpan Overtaken = TimeSpan.FromSeconds(6);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly Server _server;
    private readonly HttpClient _client;

    public ToldAgainReplay()
    {
        _server = new Server().With(services => services.AddSingleton<TimeProvider>(_time));
        _client = _server.Ask();
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("traffic", "js-media-sdk-3.1.0.json")]
    [InlineData("traffic", "chromecast-3.0.3.json")]
    [InlineData("traffic", "android-media-3.1.2.json")]
    [InlineData("synthetic", "all-members.json")]
    public async Task Every_documented_member_of_every_ad_ad_break_chapter_state_and_error_request_is_told_again(string folder, string file)
    {
        var recording = await RecordedEvents.Load(file, folder);
        var sessions = await new RecordedClient(_client, recording).Replay();

        for (var n = 0; n < sessions.Length; n++)
        {
            var said = recording.Of(n + 1);
            await End(sessions[n], said);
            var session = await _client.Read(sessions[n]);
            Assert.Equal("closed", (string?)session["status"]);
            Told(new(said, session));
            new ToldAgain(said, await _client.Read(sessions[n] + "?journal=true")).Points();

            var report = await Report((string)session["sessionId"]!);
            Told(new(said, report));
            Assert.Equal(session.ToJsonString(), report.ToJsonString());

            var rows = new ToldInRows(said, await Rows((string)session["sessionId"]!));
            rows.Ads();
            rows.Chapters();
            rows.StatesAndErrors();
            rows.NoOthers();
        }
    }

    private static void Told(ToldAgain again)
    {
        again.AdBreaks();
        again.Ads();
        again.Chapters();
        again.PlayerStates();
        again.Errors();
    }

    /// <summary>Ends a session that its client left open.</summary>
    private async Task End(string session, SaidEvent[] said)
    {
        if ((string?)(await _client.Read(session))["status"] == "open")
        {
            var end = new JsonObject { ["eventType"] = "sessionEnd", ["playerTime"] = new JsonObject { ["playhead"] = said[^1].Playhead, ["ts"] = said[^1].Ts } };
            using var answer = await _client.Send(session, end.ToJsonString());
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        _time.Advance(Overtaken);
    }

    private async Task<JsonNode[]> Rows(string sessionId)
    {
        var lines = (await _client.GetStringAsync("/api/v1/reports?rows=true&limit=1000")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(static line => JsonNode.Parse(line)!).Where(row => (string?)row["sessionId"] == sessionId)];
    }

    private async Task<JsonNode> Report(string sessionId)
    {
        var after = "";
        while (true)
        {
            var lines = (await _client.GetStringAsync($"/api/v1/reports?wait=30&after={after}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.NotEmpty(lines);
            foreach (var line in lines.Select(static line => JsonNode.Parse(line)!))
            {
                if ((string?)line["report"]!["sessionId"] == sessionId)
                    return line["report"]!;
                after = (string)line["cursor"]!;
            }
        }
    }
}
