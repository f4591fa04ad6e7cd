namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>The page says what it knows no longer, and comes back by itself.</summary>
[Collection(LivePageTests.Name)]
public sealed class HonestStateTests(LivePageFixture fixture)
{
    [BrowserFact]
    public async Task Without_an_audience_it_says_so()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{fixture.Origin}/?title=nobody-watches-this");

        await tab.ShowsExactly("#viewers", "0");
        await tab.Shows(".panel-titles", "Nobody is watching");
        await tab.Shows(".panel-recent", "No session matches");
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Numbers_older_than_five_seconds_are_stale_and_missing_silos_are_named()
    {
        var age = TimeSpan.Zero;
        var silent = false;
        await using var tab = await fixture.NewTab();
        await tab.Page.ScriptAudience(() => SampleAudience.Live(DateTimeOffset.UtcNow - age, incomplete: silent, silent));
        await tab.Page.GotoAsync(fixture.Origin);
        await tab.Shows("#pulse-text", "Live");

        silent = true;
        await tab.Shows("#pulse-text", "Incomplete");
        await tab.Shows(".banner", "One silo is silent");
        await tab.Shows(".panel-cluster", "silent since");

        age = TimeSpan.FromSeconds(30);
        await tab.Shows("#pulse-text", "Stale");
        await tab.Shows(".banner", "nothing new is counted");

        (age, silent) = (TimeSpan.Zero, false);
        await tab.Shows("#pulse-text", "Live");
        Assert.Equal(0, await tab.At(".banner").CountAsync());
    }

    [BrowserFact]
    public async Task A_broken_line_is_told_and_mends_itself()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.BreakTheLine();
        await tab.Page.GotoAsync(fixture.Origin);
        await tab.Shows("#pulse-text", "Disconnected");
        await tab.Shows(".notice", "The server does not answer");

        await tab.Page.ScriptAudience(() => SampleAudience.Live(DateTimeOffset.UtcNow));
        await tab.Shows("#pulse-text", "Live");
        await tab.ShowsExactly("#viewers", "4,264");

        await tab.Page.BreakTheLine();
        await tab.Shows("#pulse-text", "Disconnected");
        await tab.Shows(".banner", "The connection is gone");
        await tab.ShowsExactly("#viewers", "4,264");
    }

    [BrowserFact]
    public async Task Where_reading_is_closed_it_says_what_to_set()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.Refuse(403, "Reading is closed", "Set Operator:ApiKey.");
        await tab.Page.GotoAsync(fixture.Origin);

        await tab.Shows(".notice", "Reading is closed");
        await tab.Shows(".notice code", "Operator__ApiKey=");
        await tab.Shows("#pulse-text", "No access");
    }

    [BrowserFact]
    public async Task It_asks_for_the_key_refuses_a_wrong_one_and_keeps_the_right_one_from_scripts()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync(fixture.LockedOrigin);
        await tab.Shows("#key-dialog", "Operator key");
        await tab.At("#key").FillAsync("a wrong one");
        await tab.At("#key").PressAsync("Enter");
        await tab.Shows("#key-error", "That is not the key.");
        await tab.At("#key").FillAsync(LivePageFixture.Key);
        await tab.At("#key").PressAsync("Enter");

        await tab.ShowsExactly("#viewers", "0");
        Assert.False(await tab.At("#key-dialog").IsVisibleAsync());
        Assert.Equal("", await tab.Page.EvaluateAsync<string>("() => document.cookie"));

        await tab.Page.ReloadAsync();
        await tab.ShowsExactly("#viewers", "0");
        await tab.At("#forget-key").ClickAsync();
        await tab.Shows("#key-dialog", "Operator key");
    }
}
