namespace SessionGrains.Browser.Tests.LivePage;

[Collection(LivePageTests.Name)]
public sealed class AudienceTests(LivePageFixture fixture)
{
    [BrowserFact]
    public async Task The_numbers_move_with_the_audience_and_a_session_is_one_click_away()
    {
        using var players = new Players(fixture.Origin);
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync($"{fixture.Origin}/?title=one-film");
        await tab.ShowsExactly("#viewers", "0");

        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var session = await players.Start("one-film", "The only film", start);
        await tab.ShowsExactly("#viewers", "1");
        await tab.ShowsExactly("#state-starting", "1");
        await players.Send(session, "play", 0, start + 1000);
        await tab.ShowsExactly("#state-playing", "1");
        await tab.ShowsExactly("#state-starting", "0");
        await tab.ShowsExactly(".titles tbody .title-cell a", "The only film");
        await tab.Shows("#pulse-text", "Live");
        await tab.Shows(".panel-cluster", "1 silo");
        Assert.True(await tab.At(".chart canvas").IsVisibleAsync());

        await tab.At(".recent a").ClickAsync();
        await tab.ShowsExactly("h1", "The only film");
        Assert.EndsWith("/?session=" + session, tab.Page.Url, StringComparison.Ordinal);

        await players.Send(session, "sessionEnd", 1, start + 2000);
        await tab.Page.GoBackAsync();
        await tab.ShowsExactly("#viewers", "0");
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Names_that_are_markup_or_turn_the_text_or_are_10_KB_are_text_and_cut()
    {
        const string Markup = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        using var players = new Players(fixture.Origin);
        var session = await players.Start("markup", Markup);
        await players.Start("turned", "\u202eevil.exe\u2066 تجربة");
        await players.Start("long", new string('W', 10_000));
        await using var tab = await fixture.NewTab(360);
        await tab.Page.GotoAsync(fixture.Origin);
        await tab.At("input[aria-label='Filter titles']").FillAsync("markup");
        await tab.Shows(".titles tbody .title-cell a", "<img src=x onerror=");
        await tab.At("input[aria-label='Filter titles']").FillAsync("turned");
        await tab.ShowsExactly(".titles tbody .title-cell a bdi", "evil.exe تجربة");
        await tab.At("input[aria-label='Filter titles']").FillAsync("long");
        await tab.Shows(".titles tbody .title-cell a", new string('W', 100));
        Assert.InRange((await tab.At(".titles tbody .title-cell a").TextContentAsync())!.Length, 100, 120);
        Assert.InRange(await tab.Overflow(), -1000, 0);

        await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");
        await tab.ShowsExactly("h1", Markup);
        Assert.Equal(0, await tab.At("main img, main script").CountAsync());
        Assert.DoesNotContain("owned", (await tab.Page.TitleAsync()).Replace(Markup[..59], "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(await tab.Overflow(), -1000, 0);
        Assert.Empty(tab.Complaints);
    }
}
