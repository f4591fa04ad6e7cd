namespace SessionGrains.Api.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly Server _server = new();
    private readonly HttpClient _client;

    public ReportTests() => _client = _server.Ask();

    [Fact]
    public async Task Each_closed_session_is_one_line_and_the_line_is_the_session_as_it_is_read()
    {
        string[] closed = [await Close("first"), await Close("second")];
        await _client.OpenSession();

        var lines = await Reports("");

        Assert.Equal(closed, lines.Select(line => "/api/v1/sessions/" + (string?)line["report"]!["sessionId"]));
        var read = await _client.Read(closed[0]);
        Assert.Equal(read.ToJsonString(), lines[0]["report"]!.ToJsonString());
    }

    [Fact]
    public async Task Whoever_goes_on_from_a_cursor_gets_all_that_came_after_it_and_nothing_twice()
    {
        string[] closed = [await Close("first"), await Close("second"), await Close("third")];
        var seen = new List<string>();
        var after = "";
        while (await Reports($"?limit=1&after={after}") is [var line])
        {
            seen.Add("/api/v1/sessions/" + (string?)line["report"]!["sessionId"]);
            after = (string)line["cursor"]!;
        }

        Assert.Equal(closed, seen);
        var fourth = await Close("fourth");
        Assert.Equal(fourth, "/api/v1/sessions/" + (string?)Assert.Single(await Reports($"?after={after}"))["report"]!["sessionId"]);
    }

    [Fact]
    public async Task What_a_player_sent_over_several_lines_is_one_line()
    {
        var batch = JsonNode.Parse(Sample.Downloaded(null))!.ToJsonString(new() { WriteIndented = true, NewLine = "\r\n" });
        using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(batch));
        var session = await _client.Read(answer.Headers.Location!.OriginalString);

        var line = Assert.Single(await Reports(""));

        Assert.True(JsonNode.DeepEquals(session, line["report"]));
    }

    [Fact]
    public async Task Without_reports_the_answer_is_empty()
    {
        using var answer = await _client.GetAsync("/api/v1/reports");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.ToString());
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whoever_waits_gets_the_next_report_when_it_is_there()
    {
        var waiting = Reports("?wait=30");
        var closed = await Close("late");

        Assert.Equal(closed, "/api/v1/sessions/" + (string?)Assert.Single(await waiting)["report"]!["sessionId"]);
    }

    [Fact]
    public async Task A_server_that_stops_keeps_nobody_waiting()
    {
        using var server = new RealServer();
        using var client = server.Ask();
        var waiting = client.GetStringAsync("/api/v1/reports?wait=30");
        await client.GetStringAsync("/health/live");

        server.Stop();

        Assert.Empty(await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Reports_are_for_operators()
    {
        _server.Peer = IPAddress.Parse("10.0.0.7");

        using var answer = await _client.GetAsync("/api/v1/reports");

        await answer.AssertProblem(403);
        answer.AssertNoCors();
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    /// <summary>A session that is closed when it is answered.</summary>
    private async Task<string> Close(string mediaId)
    {
        using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null, mediaId)));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<JsonNode[]> Reports(string query) =>
        [.. (await _client.GetStringAsync("/api/v1/reports" + query)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
