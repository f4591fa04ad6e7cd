using Microsoft.Extensions.Time.Testing;

namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>The session view tells what the recorded clients did. The expectations are written out by hand from the recordings.</summary>
[Collection(LivePageTests.Name)]
public sealed class StoryTests(LivePageFixture fixture)
{
    [BrowserFact]
    public async Task The_JavaScript_SDKs_session_is_told_while_open_and_after_it_closed()
    {
        using var players = new Players(fixture.Origin);
        var sessions = await players.Replay("js-media-sdk-3.1.0.json");
        await using var tab = await Open(sessions[0]);

        await Shows(tab, "Click Baby – ünïcode ✓",
            band: "starting adBreak ad adBreak ad content buffering content paused content paused content",
            content: "13.898 s",
            ads: ["Ad 1: 1.505 s, completed", "Ad 2: 0.704 s, skipped"],
            chapters: ["Chapter 1: 1.813 s, skipped", "Chapter 2: 12.082 s, completed"],
            states: ["fullScreen: 1 ×, 0.603 s", "my_custom_state: 1 ×, 13.794 s"],
            errors: ["1006:network (player): 1 ×"]);
        await tab.ShowsExactly("#session-status", "completed");
        await tab.Shows("#countdown-idleInMs", ":");
        Assert.Equal(24, await tab.At(".events tbody tr").CountAsync());
        Assert.Equal(["Chapter 1", "Chapter 2"], await Shown(tab, ".event-detail bdi", "Chapter"));

        // It closes while it is watched, and the page says so by itself.
        await players.Send(sessions[0], "sessionEnd", 128, 1_795_403_867_090);
        await tab.ShowsExactly("#session-status", "closed, ended by the player");
        await tab.Shows("#session-summary", "2 ads (2.209 s; 1 complete, 1 skipped); 2 pauses (1.707 s), 1 buffering (0.602 s); 1 error. The content was watched to its end. The player ended it.");
        Assert.False(await tab.At(".panel-countdown").IsVisibleAsync());
        Assert.Empty(tab.Complaints);

        await using var later = await Open(sessions[0]);
        await later.ShowsExactly("#metric-contentTimeSpent", "13.898 s");
        await later.ShowsExactly("#session-status", "closed, ended by the player");
    }

    [BrowserFact]
    public async Task The_story_of_a_session_that_closed_an_hour_ago_is_told_as_it_was()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromHours(1));
        await using var server = new TrackingServer(time);
        using var players = new Players(server.Origin);
        var session = (await players.Replay("js-media-sdk-3.1.0.json"))[0];
        await players.Send(session, "sessionEnd", 128, 1_795_403_867_090);
        for (var minute = 0; minute < 60; minute++)
            time.Advance(TimeSpan.FromMinutes(1));

        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{server.Origin}/?session={session}");

        await tab.ShowsExactly("#session-status", "closed, ended by the player");
        await tab.ShowsExactly("#metric-contentTimeSpent", "13.898 s");
        Assert.Equal("starting adBreak ad adBreak ad content buffering content paused content paused content completed", await Band(tab));
        Assert.Equal(25, await tab.At(".events tbody tr").CountAsync());
        await tab.Shows("#session-summary", "The content was watched to its end. The player ended it.");
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task The_Chromecast_SDKs_session_is_told()
    {
        using var players = new Players(fixture.Origin);
        await using var tab = await Open((await players.Replay("chromecast-3.0.3.json")).Single());

        await Shows(tab, "Click Baby",
            band: "starting adBreak ad adBreak content buffering content paused content paused content",
            content: "13.297 s",
            ads: ["Ad 1: 1.503 s, completed"],
            chapters: ["Chapter 1: 1.217 s, completed"],
            states: ["fullScreen: 1 ×, 0.602 s"],
            errors: ["1006 (player): 1 ×"]);
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task The_Android_SDKs_sessions_are_told_the_downloaded_one_too()
    {
        using var players = new Players(fixture.Origin);
        var sessions = await players.Replay("android-media-3.1.2.json");
        await using (var live = await Open(sessions[0]))
        {
            await Shows(live, "Click Baby ✓",
                band: "starting ad adBreak content buffering content paused content",
                content: "12.32 s",
                ads: ["Ad 1: 1.201 s, completed", "Ad 2: 0.3 s, skipped"],
                chapters: ["Chapter 1: 0.305 s, skipped"],
                states: ["fullScreen: 1 ×, 0.301 s"],
                errors: ["1006 (player): 1 ×"]);
        }

        await using var downloaded = await Open(sessions[1]);
        await Shows(downloaded, "Click Baby ✓",
            band: "ad buffering content paused content",
            content: "1.302 s",
            ads: ["Ad 1: 1.201 s, completed", "Ad 2: 0.301 s, skipped"],
            chapters: ["Chapter 1: 0.301 s, skipped"],
            states: ["fullScreen: 1 ×, 0.3 s"],
            errors: ["1006 (player): 1 ×"]);
        await downloaded.ShowsExactly("#session-status", "closed, downloaded batch");
        Assert.Empty(downloaded.Complaints);
    }

    [BrowserFact]
    public async Task It_moves_while_the_session_plays_and_names_a_mistake()
    {
        using var players = new Players(fixture.Origin);
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var session = await players.Start("moving", "A moving picture", start);
        await using var tab = await Open(session);
        await tab.ShowsExactly("#session-status", "starting");
        await tab.Shows(".panel-findings", "Nothing to object to");

        await players.Send(session, "play", 0, start + 1000);
        await tab.ShowsExactly("#session-status", "playing");
        await players.Send(session, "ping", 300, start + 11_000);
        await tab.Shows(".panel-findings", "playhead-jump");
        await players.Send(session, "pauseStart", 301, start + 12_000);
        await tab.ShowsExactly("#session-status", "paused");
        await Assertions.Expect(tab.At(".events tbody tr").First).ToContainTextAsync("Pause", new() { Timeout = Tab.PatienceMs });

        // By keyboard: the timeline's cursor steps back over the events.
        await tab.At(".timeline-box").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Home");
        await tab.Shows("#timeline-readout", "0:00.0");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Shows("#timeline-readout", "0:01.0");
        await tab.Shows("#timeline-readout", "Play");
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task A_players_clock_that_is_years_off_is_told_and_does_not_bend_the_timeline()
    {
        var nineYearsAgo = DateTimeOffset.UtcNow.AddDays(-9.5 * 365.25).ToUnixTimeMilliseconds();
        using var players = new Players(fixture.Origin);
        var session = await players.Start("old-clock", "An old clock", nineYearsAgo);
        await players.Send(session, "play", 0, nineYearsAgo + 1000);
        await players.Send(session, "pauseStart", 4, nineYearsAgo + 5000);
        await using var tab = await Open(session);

        await tab.Shows(".session-head", "9 years");
        await tab.Shows(".session-head", "behind the server's");
        Assert.Equal("starting content", await Band(tab));
        Assert.Equal("0:00", await tab.At(".timeline .axis:not(.soft)").First.TextContentAsync());
        var kinds = await tab.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.band rect')].map(rect => rect.getBBox().width)");
        Assert.InRange(kinds[1] / kinds[0], 3.5, 4.5);
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task An_unknown_id_is_told_and_a_pasted_address_opens_its_session()
    {
        using var players = new Players(fixture.Origin);
        var session = await players.Start("pasted", "Found by its id");
        await using var tab = await Open(new string('0', 64));
        await tab.Shows(".notice", "No such session");
        tab.Complaints.Clear();

        await tab.At("#session-id").FillAsync("not an id");
        await tab.At("#session-id").PressAsync("Enter");
        await tab.Shows("#session-id-error", "64 digits");
        await tab.At("#session-id").FillAsync($"https://example.com/api/v1/sessions/{session}/events");
        await tab.At("#session-id").PressAsync("Enter");

        await tab.ShowsExactly("h1", "Found by its id");
        Assert.EndsWith("/?session=" + session, tab.Page.Url, StringComparison.Ordinal);
        await tab.Page.GoBackAsync();
        await tab.Shows(".notice", "No such session");
    }

    private async Task<Tab> Open(string session)
    {
        var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");
        return tab;
    }

    private static async Task Shows(Tab tab, string title, string band, string content, string[] ads, string[] chapters, string[] states, string[] errors)
    {
        await tab.ShowsExactly("h1", title);
        await tab.ShowsExactly("#metric-contentTimeSpent", content);
        Assert.Equal(band, await Band(tab));
        Assert.Equal(ads, await Plays(tab, ".ad-table"));
        Assert.Equal(chapters, await Plays(tab, ".chapter-table"));
        Assert.Equal(states, await tab.At("#list-playerStates li").AllInnerTextsAsync());
        Assert.Equal(errors, await tab.At("#list-errors li").AllInnerTextsAsync());
        await tab.ShowsExactly("#metric-bitrateChanges", "1");
        await tab.ShowsExactly("#metric-contentComplete", "yes");
        Assert.Equal(1, await tab.At(".mark-error").CountAsync());
        Assert.Equal(chapters.Length, await tab.At(".chapter").CountAsync());
        Assert.NotEqual(0, await tab.At(".playhead").CountAsync());
    }

    /// <summary>What the band shows in its order; neighbours of a kind as one, and without what has no length.</summary>
    private static Task<string> Band(Tab tab) => tab.Page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll('.band rect')].map(rect => rect.dataset.kind).filter((kind, n, all) => kind !== all[n - 1]).join(' ')
        """);

    /// <summary>The name, the outcome and the time played of each row.</summary>
    private static Task<string[]> Plays(Tab tab, string table) => tab.Page.EvaluateAsync<string[]>("""
        table => [...document.querySelectorAll(`${table} tbody tr:not(.more)`)].map(row => [...row.children].map(cell => cell.textContent)).map(cells => `${cells[0]}: ${cells.at(-1)}, ${cells[1]}`)
        """, table);

    private static async Task<string[]> Shown(Tab tab, string selector, string containing) =>
        [.. (await tab.At(selector).AllInnerTextsAsync()).Where(text => text.Contains(containing, StringComparison.Ordinal)).Distinct().Order()];
}
