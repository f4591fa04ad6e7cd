namespace SessionGrains.Browser.Tests;

public sealed class CrossOriginTests(PlayerPage page) : IClassFixture<PlayerPage>
{
    private const string Start = """
        {"playerTime":{"playhead":0,"ts":1700000000000},"eventType":"sessionStart","params":{
         "media.playerName":"page","analytics.trackingServer":"t","analytics.reportSuite":"r","media.contentType":"vod","media.length":60,
         "media.id":"movie","visitor.marketingCloudOrgId":"org","media.channel":"web"}}
        """;

    private const string UnknownSession = "/api/v1/sessions/0000000000000000000000000000000000000000000000000000000000000000/events";

    [BrowserFact]
    public async Task A_page_of_another_origin_opens_a_session_and_reads_its_location()
    {
        var answer = await page.Call("POST", "/api/v1/sessions", Start);

        Assert.Equal(201, answer.Status);
        Assert.Matches("^/api/v1/sessions/[0-9a-f]{64}$", answer.Location);
        Assert.Empty(answer.Text);
    }

    [BrowserFact]
    public async Task It_sends_events_to_the_session_and_reads_that_it_is_closed()
    {
        var events = (await page.Call("POST", "/api/v1/sessions", Start)).Location + "/events";

        var play = await page.Call("POST", events, Event("play", 1));
        var end = await page.Call("POST", events, Event("sessionEnd", 2));
        var after = await page.Call("POST", events, Event("ping", 3));

        Assert.Equal((204, 204, 410), (play.Status, end.Status, after.Status));
        Assert.Equal("application/problem+json", after.Type);
        Assert.Equal("Session closed", (string?)JsonNode.Parse(after.Text)!["title"]);
    }

    [BrowserFact]
    public async Task It_reads_the_status_and_the_body_of_a_404()
    {
        var answer = await page.Call("POST", UnknownSession, Event("play", 1));

        Assert.Equal(404, answer.Status);
        Assert.Equal("Unknown session", (string?)JsonNode.Parse(answer.Text)!["title"]);
    }

    [BrowserFact]
    public async Task It_reads_what_is_wrong_with_a_400()
    {
        var answer = await page.Call("POST", "/api/v1/sessions", Start.Replace("\"playhead\":0", "\"playhead\":\"0\"", StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
        Assert.Equal("/playerTime/playhead", (string?)JsonNode.Parse(answer.Text)!["errors"]![0]!["pointer"]);
    }

    [BrowserFact]
    public async Task It_reads_the_schemas()
    {
        var answer = await page.Call("GET", "/api/v1/schemas/play");

        Assert.Equal(200, answer.Status);
        Assert.Equal("http://json-schema.org/draft-04/schema#", (string?)JsonNode.Parse(answer.Text)!["$schema"]);
    }

    [BrowserFact]
    public async Task It_cannot_read_what_is_for_operators()
    {
        var session = (await page.Call("POST", "/api/v1/sessions", Start)).Location!;

        var blocked = await Assert.ThrowsAsync<Microsoft.Playwright.PlaywrightException>(() => page.Call("GET", session));

        Assert.Contains("Failed to fetch", blocked.Message, StringComparison.Ordinal);
    }

    private static string Event(string type, int second) =>
        $$"""{"playerTime":{"playhead":{{second}},"ts":{{1700000000000 + (second * 1000L)}}},"eventType":"{{type}}"}""";
}
