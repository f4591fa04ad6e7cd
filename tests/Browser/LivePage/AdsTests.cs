namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>The session view has a table of ads and one of chapters.</summary>
[Collection(LivePageTests.Name)]
public sealed class AdsTests(LivePageFixture fixture)
{
    private const string Markup = "<b>Brand</b>";

    [BrowserFact]
    public async Task Ads_have_break_position_advertiser_length_played_and_outcome_as_word_and_shape()
    {
        await using var tab = await Scripted([Ad(1, "completed"), Ad(2, "skipped"), Ad(3, "cut"), Ad(4, "open")], [Chapter(1, "completed")]);

        await tab.ShowsExactly(".panel-ads .panel-top .hint", "4 ads, 1 completed, 1 skipped");
        Assert.Equal(
            ["Ad 1 name|completed|1 Pre-roll|1|<b>Brand</b>|15 s|4.5 s", "Ad 2 name|skipped|1 Pre-roll|2|<b>Brand</b>|15 s|4.5 s", "Ad 3 name|cut|1 Pre-roll|3|<b>Brand</b>|15 s|4.5 s", "Ad 4 name|open|1 Pre-roll|4|<b>Brand</b>|15 s|4.5 s"],
            await Rows(tab, ".ad-table"));
        Assert.Equal(4, (await tab.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.ad-table .outcome path')].map(path => path.getAttribute('d'))")).Distinct().Count());
        Assert.Equal(["One|completed|1|0 s|30 s|20 s"], await Rows(tab, ".chapter-table"));
        Assert.Equal(0, await tab.At("main b").CountAsync());
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task A_row_unfolds_by_keyboard_and_stays_open_when_the_session_goes_on()
    {
        await using var tab = await Scripted([Ad(1, "completed"), Ad(2, "open")], []);
        var name = tab.Page.GetByRole(AriaRole.Button, new() { Name = "Ad 1 name", Exact = true });
        Assert.Equal("false", await name.GetAttributeAsync("aria-expanded"));
        Assert.False(await tab.At("#ad-0-more").IsVisibleAsync());

        await name.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("true", await name.GetAttributeAsync("aria-expanded"));
        Assert.Equal(
            ["Id: ad-1", "Player: Ad player", "Campaign: c-1", "Creative: cr-1", "Creative URL: https://ads.example/1.mp4", "Placement: p-1", "Site: s-1", "Started: 0:01.0", "Ended: 0:06.0", "Playhead: 0 s", "metadata: a.series: x <i>"],
            await tab.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#ad-0-more dl > div')].map(row => [...row.children].map(part => part.textContent).join(': '))"));

        await tab.Page.EvaluateAsync("() => window.scriptedStream.say(1)");
        await tab.ShowsExactly(".panel-ads .panel-top .hint", "1 ad, 1 completed, 0 skipped");
        Assert.True(await tab.At("#ad-0-more").IsVisibleAsync());
        Assert.Single(await Rows(tab, ".ad-table"));
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Without_ads_and_chapters_it_says_so()
    {
        using var players = new Players(fixture.Origin);
        var session = await players.Start("no-ads", "No ads");
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");

        await tab.Shows(".panel-ads", "No ad has come so far.");
        await tab.Shows(".panel-chapters", "No chapter has come so far.");
        Assert.False(await tab.At(".ad-table").IsVisibleAsync());
        await players.Send(session, "sessionEnd", 0, 1_800_000_001_000);
        await tab.Shows(".panel-ads", "No ad came.");
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Two_hundred_ads_are_drawn_and_updated_quickly_and_fit_in_both_themes()
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var tab = await Scripted([.. Enumerable.Range(1, 200).Select(n => Ad(n, "completed"))], [], width: 360, theme, count: 312);

            await tab.ShowsExactly(".panel-ads .panel-top .hint", "312 ads, 200 completed, 0 skipped; 200 are listed");
            Assert.Equal(200, (await Rows(tab, ".ad-table")).Length);
            var ms = await tab.Page.EvaluateAsync<double>("() => { const before = performance.now(); for (let n = 0; n < 10; n++) window.scriptedStream.say(200); return (performance.now() - before) / 10; }");
            Assert.InRange(ms, 0, 250);
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Ad 1 name", Exact = true }).ClickAsync();
            await tab.At(".panel-ads").ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"ads-{theme}.png".ToLowerInvariant()) });
            Assert.Empty(await tab.SeriousViolations());
            Assert.InRange(await tab.Overflow(), -1000, 0);
            Assert.Empty(tab.Complaints);
        }
    }

    /// <summary>A session of the server with other ads and chapters: <c>scriptedStream.say(n)</c> sends it again with its first n ads.</summary>
    private async Task<Tab> Scripted(JsonObject[] ads, JsonObject[] chapters, int width = 1360, ColorScheme theme = ColorScheme.Light, int? count = null)
    {
        using var players = new Players(fixture.Origin);
        var id = await players.Start("ads", "Many ads");
        using var client = new HttpClient();
        var session = JsonNode.Parse(await client.GetStringAsync($"{fixture.Origin}/api/v1/sessions/{id}?journal=true"))!;
        var metrics = session["metrics"]!;
        metrics["ads"] = new JsonArray([.. ads]);
        metrics["chapters"] = new JsonArray([.. chapters]);
        metrics["adBreaks"] = new JsonArray(new JsonObject { ["index"] = 1, ["name"] = "Pre-roll", ["startTs"] = 1_800_000_000_000, ["endTs"] = null });
        metrics["adCount"] = count ?? ads.Length;
        metrics["adCompletes"] = ads.Count(ad => (string?)ad["outcome"] == "completed");
        metrics["adSkips"] = ads.Count(ad => (string?)ad["outcome"] == "skipped");
        metrics["chapterCount"] = chapters.Length;

        var tab = await fixture.NewTab(width, theme);
        await tab.Page.RouteAsync(url => url.Contains("journal=true", StringComparison.Ordinal), route => route.FulfillAsync(new() { ContentType = "application/json", Body = session.ToJsonString() }));
        await tab.Page.AddInitScriptAsync($$"""
            window.EventSource = class extends EventTarget {
              static CLOSED = 2;
              constructor() { super(); window.scriptedStream = this; }
              say(ads) {
                const session = structuredClone(window.scripted);
                Object.assign(session.metrics, { ads: session.metrics.ads.slice(0, ads), adCount: ads, adSkips: 0, adCompletes: ads });
                session.metrics.ads.forEach(ad => { ad.timePlayed += Math.random(); });
                this.dispatchEvent(Object.assign(new Event('session'), { data: JSON.stringify(session) }));
              }
              close() {}
            };
            window.scripted = {{session.ToJsonString()}};
            """);
        await tab.Page.GotoAsync($"{fixture.Origin}/?session={id}");
        await tab.ShowsExactly("h1", "Many ads");
        return tab;
    }

    private static JsonObject Ad(int n, string outcome) => new()
    {
        ["inBreak"] = true,
        ["breakItem"] = 0,
        ["breakIndex"] = 1,
        ["position"] = n,
        ["id"] = $"ad-{n}",
        ["name"] = $"Ad {n} name",
        ["length"] = 15,
        ["playerName"] = "Ad player",
        ["advertiser"] = Markup,
        ["campaignId"] = $"c-{n}",
        ["creativeId"] = $"cr-{n}",
        ["creativeUrl"] = $"https://ads.example/{n}.mp4",
        ["placementId"] = $"p-{n}",
        ["siteId"] = $"s-{n}",
        ["customMetadata"] = new JsonObject { ["a.series"] = "x <i>" },
        ["startTs"] = 1_800_000_000_000 + (n * 1000),
        ["endTs"] = outcome == "open" ? null : 1_800_000_005_000 + (n * 1000),
        ["playhead"] = 0,
        ["timePlayed"] = 4.5,
        ["outcome"] = outcome,
        ["completed"] = outcome == "completed",
    };

    private static JsonObject Chapter(int n, string outcome) => new()
    {
        ["index"] = n,
        ["name"] = "One",
        ["offset"] = 0,
        ["length"] = 30,
        ["startTs"] = 1_800_000_000_000,
        ["endTs"] = 1_800_000_020_000,
        ["timePlayed"] = 20,
        ["outcome"] = outcome,
        ["completed"] = true,
    };

    /// <summary>The rows of a table without what is unfolded.</summary>
    private static Task<string[]> Rows(Tab tab, string table) => tab.Page.EvaluateAsync<string[]>(
        "table => [...document.querySelectorAll(`${table} tbody tr:not(.more)`)].map(row => [...row.children].map(cell => cell.textContent).join('|'))", table);
}
