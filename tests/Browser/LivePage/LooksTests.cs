namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>Both views in both themes, on a desk and in a hand: readable, reachable, with a picture of each to look at.</summary>
[Collection(LivePageTests.Name)]
public sealed class LooksTests(LivePageFixture fixture)
{
    /// <summary>Where REFRESH_SCREENSHOTS=1 puts the picture of the README; the others are beside the test.</summary>
    private const string RefreshVariable = "REFRESH_SCREENSHOTS";

    [BrowserFact]
    public async Task The_audience_is_accessible_and_fits_in_both_themes_and_widths()
    {
        foreach (var (theme, width) in Looks())
        {
            await using var tab = await fixture.NewTab(width, theme);
            await tab.Page.ScriptAudience(() => SampleAudience.Live(DateTimeOffset.UtcNow));
            await tab.Page.GotoAsync(fixture.Origin);
            await tab.ShowsExactly("#viewers", "4,264");
            await tab.Shows(".panel-history", "Peak");
            await tab.Shows(".recent li >> nth=0", "Cup Final 2026");
            await Check(tab, $"audience-{theme}-{width}");
            if (Environment.GetEnvironmentVariable(RefreshVariable) is not null && width > 1000)
                await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Repository(), "docs", "images", $"live-{theme}.png".ToLowerInvariant()) });
        }
    }

    [BrowserFact]
    public async Task A_session_is_accessible_and_fits_in_both_themes_and_widths()
    {
        using var players = new Players(fixture.Origin);
        var session = (await players.Replay("js-media-sdk-3.1.0.json"))[0];
        foreach (var (theme, width) in Looks())
        {
            await using var tab = await fixture.NewTab(width, theme);
            await tab.Page.GotoAsync($"{fixture.Origin}/?session={session}");
            await tab.ShowsExactly("#metric-contentTimeSpent", "13.898 s");
            await tab.Shows("#countdown-idleInMs", ":");
            await Check(tab, $"session-{theme}-{width}");
        }
    }

    [BrowserFact]
    public async Task The_theme_can_be_chosen_and_is_remembered_and_focus_is_visible()
    {
        await using var tab = await fixture.NewTab();
        await tab.Page.GotoAsync(fixture.Origin);
        var light = await Background(tab);
        await tab.At("#theme").ClickAsync();
        await tab.At("#theme").ClickAsync();
        await tab.ShowsExactly("#theme", "Theme: dark");
        var dark = await Background(tab);
        await tab.Page.ReloadAsync();

        Assert.NotEqual(light, dark);
        Assert.Equal(dark, await Background(tab));
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("solid", await tab.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
    }

    private static IEnumerable<(ColorScheme Theme, int Width)> Looks() =>
        from theme in new[] { ColorScheme.Light, ColorScheme.Dark } from width in new[] { 1360, 360 } select (theme, width);

    private static async Task Check(Tab tab, string name)
    {
        await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name.ToLowerInvariant() + ".png"), FullPage = true });
        Assert.Empty(await tab.SeriousViolations());
        Assert.InRange(await tab.Overflow(), -1000, 0);
        Assert.Empty(tab.Complaints);
    }

    private static Task<string> Background(Tab tab) => tab.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SessionGrains.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
