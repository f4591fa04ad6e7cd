namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>The session view tells why its numbers are what they are.</summary>
[Collection(LivePageTests.Name)]
public sealed class WhyTests(LivePageFixture fixture)
{
    [BrowserFact]
    public async Task A_number_says_why_by_keyboard_and_again_when_the_session_goes_on()
    {
        using var players = new Players(fixture.Origin);
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var session = await players.Start("why", "A film without a play", start);
        await players.Send(session, "ping", 10, start + 10_000);
        await using var tab = await fixture.NewTab();
        var asked = 0;
        tab.Page.Request += (_, request) => asked += request.Url.Contains("explain=true", StringComparison.Ordinal) ? 1 : 0;
        await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");
        await tab.ShowsExactly("#metric-contentTimeSpent", "0 s");
        var why = tab.Page.GetByRole(AriaRole.Button, new() { Name = "why? Content played", Exact = true });
        Assert.Equal("false", await why.GetAttributeAsync("aria-expanded"));
        Assert.Equal(0, asked);

        await why.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.ShowsExactly("#why-contentTimeSpent .why-sentence", "0 s: no play came; the playhead moved from 0 to 10 s.");
        Assert.Equal("true", await why.GetAttributeAsync("aria-expanded"));
        Assert.Equal("why-contentTimeSpent", await why.GetAttributeAsync("aria-controls"));

        await players.Send(session, "play", 10, start + 11_000);
        await players.Send(session, "pauseStart", 20, start + 21_000);
        await tab.Shows("#why-contentTimeSpent .why-sentence", "10 s: main content played in 1 span from");
        await tab.Shows("#why-contentTimeSpent .why-spans li", "Content, 10 s, playhead 10 to 20 s");

        await why.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Space");
        Assert.False(await tab.At("#why-contentTimeSpent").IsVisibleAsync());
        Assert.Equal("false", await why.GetAttributeAsync("aria-expanded"));

        // Nothing is asked for while no reason is shown.
        var before = asked;
        await players.Send(session, "play", 20, start + 30_000);
        await tab.ShowsExactly("#session-status", "playing");
        Assert.Equal(before, asked);
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Reasons_of_many_numbers_take_one_request_and_a_missing_answer_is_told()
    {
        using var players = new Players(fixture.Origin);
        var session = await players.Start("why-many", "Nothing happens");
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");
        await tab.ShowsExactly("#metric-adCount", "0");
        var broken = true;
        var asked = 0;
        await tab.Page.RouteAsync(url => url.Contains("explain=true", StringComparison.Ordinal), async route =>
        {
            asked++;
            await (broken ? route.FulfillAsync(new() { Status = 404, ContentType = "application/problem+json", Body = """{"title":"Unknown session","status":404,"detail":"No session has this id."}""" }) : route.ContinueAsync());
        });

        await Why(tab, "Ads").ClickAsync();
        await tab.ShowsExactly("#why-adCount .why-sentence", "No session has this id.");
        tab.Complaints.Clear();

        broken = false;
        asked = 0;
        await players.Send(session, "ping", 5, 1_800_000_005_000);
        await tab.ShowsExactly("#why-adCount .why-sentence", "0: no adStart came.");
        await Why(tab, "Errors").ClickAsync();
        await Why(tab, "Time to start").ClickAsync();
        await tab.ShowsExactly("#why-errorEvents .why-sentence", "0: no error event came.");
        await tab.ShowsExactly("#why-timeToStart .why-sentence", "null: no event told media.qoe.timeToStart in its qoeData.");
        Assert.Equal(1, asked);
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Reasons_are_accessible_and_fit_in_both_themes_and_widths()
    {
        using var players = new Players(fixture.Origin);
        var session = (await players.Replay("js-media-sdk-3.1.0.json"))[0];
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var tab = await fixture.NewTab(360, theme);
            await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");
            await tab.ShowsExactly("#metric-contentTimeSpent", "13.898 s");
            await Why(tab, "Content played").ClickAsync();
            await Why(tab, "Different content seen").ClickAsync();
            await tab.Shows("#why-contentTimeSpent .why-sentence", "13.898 s: main content played in 4 spans");
            await tab.Shows("#why-uniqueTimePlayed .why-sentence", "13.898 s of main content played");
            await tab.At(".panel-metrics").ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"why-{theme}.png".ToLowerInvariant()) });

            Assert.Empty(await tab.SeriousViolations());
            Assert.InRange(await tab.Overflow(), -1000, 0);
            Assert.Empty(tab.Complaints);
        }
    }

    private static ILocator Why(Tab tab, string label) => tab.Page.GetByRole(AriaRole.Button, new() { Name = "why? " + label, Exact = true });
}
