using System.Net.Http.Json;

namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>The head of the session view tells what the session is and where it came from.</summary>
[Collection(LivePageTests.Name)]
public sealed class SessionHeadTests(LivePageFixture fixture)
{
    [BrowserFact]
    public async Task It_names_the_api_that_the_player_speaks()
    {
        using var players = new Players(fixture.Origin);
        var collection = await players.Start("head-collection", "By the one");
        var edge = await StartEdge("head-edge");
        await using var tab = await fixture.NewTab();

        await tab.Page.GotoAsync($"{fixture.Origin}/?session={collection}");
        await tab.Shows("#session-api", "by Media Collection API");

        await tab.Page.GotoAsync($"{fixture.Origin}/?session={edge}");
        await tab.Shows("#session-api", "by Media Edge API");
        Assert.Empty(tab.Complaints);
    }

    private async Task<string> StartEdge(string mediaId)
    {
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Origin) };
        var details = new JsonObject { ["name"] = mediaId, ["playerName"] = "web", ["length"] = 600, ["channel"] = "films", ["contentType"] = "vod" };
        var item = new JsonObject { ["xdm"] = new JsonObject { ["eventType"] = "media.sessionStart", ["mediaCollection"] = new JsonObject { ["playhead"] = 0, ["sessionDetails"] = details } } };
        using var answer = await http.PostAsJsonAsync("/ee/va/v1/sessionStart?configId=films", new JsonObject { ["events"] = new JsonArray(item) });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["handle"]![0]!["payload"]![0]!["sessionId"]!;
    }
}
