namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>A link with the operator key in its fragment, such as the demo prints.</summary>
[Collection(LivePageTests.Name)]
public sealed class KeyLinkTests(LivePageFixture fixture)
{
    private string Link => $"{fixture.LockedOrigin}/#key={LivePageFixture.Key}";

    [BrowserFact]
    public async Task Its_key_opens_the_page_stays_and_vanishes_from_the_address_and_the_history()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync(Link);

        await tab.ShowsExactly("#viewers", "0");
        Assert.Equal($"{fixture.LockedOrigin}/", tab.Page.Url);
        Assert.Equal("", await tab.Page.EvaluateAsync<string>("() => location.hash + document.cookie"));
        Assert.True(await tab.At("#forget-key").IsVisibleAsync());
        Assert.Empty(tab.Complaints);

        await tab.Page.ReloadAsync();
        await tab.ShowsExactly("#viewers", "0");
        await tab.Page.GotoAsync("about:blank");
        await tab.Page.GoBackAsync();
        await tab.ShowsExactly("#viewers", "0");
        Assert.Equal($"{fixture.LockedOrigin}/", tab.Page.Url);
    }

    [BrowserFact]
    public async Task It_also_works_in_a_tab_that_is_asking_for_the_key()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync(fixture.LockedOrigin);
        await tab.Shows("#key-dialog", "Operator key");

        await tab.Page.GotoAsync(Link);

        await tab.ShowsExactly("#viewers", "0");
        Assert.False(await tab.At("#key-dialog").IsVisibleAsync());
        Assert.Equal($"{fixture.LockedOrigin}/", tab.Page.Url);
    }

    [BrowserFact]
    public async Task A_wrong_key_is_told_and_vanishes_too()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{fixture.LockedOrigin}/?title=film#key=a-wrong-one");

        await tab.Shows("#key-error", "That is not the key.");
        Assert.Equal($"{fixture.LockedOrigin}/?title=film", tab.Page.Url);
    }
}
