namespace SessionGrains.Api.Tests;

/// <summary>Recorded traffic of real clients over HTTP. The expectations are written out by hand from the files.</summary>
public sealed class TrafficReplay(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_JavaScript_SDK_gets_its_answers_and_shows_all_that_it_sent()
    {
        var sessions = await new RecordedClient(_client, await RecordedEvents.Load("js-media-sdk-3.1.0.json")).Replay();

        Assert.Equal(2, sessions.Length);
        Shows(
            await _client.Read(sessions[0]),
            ads: ["ad-001 1.505 complete", "ad-002 0.704"],
            chapters: ["1 Chapter 1 1.813", "2 Chapter 2 12.082 complete"],
            states: ["fullScreen 1 0.603", "my_custom_state 1 13.794"],
            errors: ["1006:network player 1"],
            content: 13.898);
        var live = await _client.Read(sessions[1]);
        Assert.Equal("sessionEnd", (string?)live["closedBy"]);
        Assert.Equal(1.504, live["metrics"]!["contentTimeSpent"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_Chromecast_SDK_gets_its_answers_and_shows_all_that_it_sent()
    {
        var sessions = await new RecordedClient(_client, await RecordedEvents.Load("chromecast-3.0.3.json")).Replay();

        Shows(
            await _client.Read(Assert.Single(sessions)),
            ads: ["ad-001 1.503 complete"],
            chapters: ["1 Chapter 1 1.217 complete"],
            states: ["fullScreen 1 0.602"],
            errors: ["1006 player 1"],
            content: 13.297);
    }

    [Fact]
    public async Task The_Android_SDK_gets_its_answers_and_shows_all_that_it_sent()
    {
        var sessions = await new RecordedClient(_client, await RecordedEvents.Load("android-media-3.1.2.json")).Replay();

        Assert.Equal(2, sessions.Length);
        Shows(
            await _client.Read(sessions[0]),
            ads: ["ad-001 1.201 complete", "ad-002 0.3"],
            chapters: ["1 Chapter 1 0.305"],
            states: ["fullScreen 1 0.301"],
            errors: ["1006 player 1"],
            content: 12.32);
        var downloaded = await _client.Read(sessions[1]);
        Assert.Equal("downloaded", (string?)downloaded["closedBy"]);
        Shows(
            downloaded,
            ads: ["ad-001 1.201 complete", "ad-002 0.301"],
            chapters: ["1 Chapter 1 0.301"],
            states: ["fullScreen 1 0.3"],
            errors: ["1006 player 1"],
            content: 1.302);
    }

    /// <summary>Each recording has one bitrateChange and a sessionComplete.</summary>
    private static void Shows(JsonNode session, string[] ads, string[] chapters, string[] states, string[] errors, double content)
    {
        var metrics = session["metrics"]!;
        Assert.Equal(ads, List("ads", one => $"{one["id"]} {Text(one["timePlayed"])}{Completed(one)}"));
        Assert.Equal(chapters, List("chapters", one => $"{one["index"]} {one["name"]} {Text(one["timePlayed"])}{Completed(one)}"));
        Assert.Equal(states, List("playerStates", one => $"{one["name"]} {one["count"]} {Text(one["timeSpent"])}"));
        Assert.Equal(errors, List("errors", one => $"{one["id"]} {one["source"]} {one["count"]}"));
        Assert.Equal((1, true, 0), ((int)metrics["bitrateChanges"]!, (bool)metrics["contentComplete"]!, (int)session["events"]!["late"]!));
        Assert.Equal(content, metrics["contentTimeSpent"]!.GetValue<double>());

        string[] List(string name, Func<JsonNode, string> text) => [.. metrics[name]!.AsArray().Select(one => text(one!))];
    }

    private static string Completed(JsonNode one) => (bool)one["completed"]! ? " complete" : "";

    private static string Text(JsonNode? seconds) => seconds!.GetValue<double>().ToString(CultureInfo.InvariantCulture);
}
