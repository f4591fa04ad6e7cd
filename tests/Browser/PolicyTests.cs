using SessionGrains.Browser.Tests.LivePage;

namespace SessionGrains.Browser.Tests;

/// <summary>The pages work under their policies: a browser writes what it refuses into its console.</summary>
[Collection(LivePageTests.Name)]
public sealed class PolicyTests(LivePageFixture fixture)
{
    [BrowserFact]
    public async Task The_reference_shows_every_operation_and_breaks_no_policy()
    {
        await using var tab = await fixture.NewTab();

        await tab.Page.GotoAsync(fixture.Origin + "/docs");

        await tab.Shows("#app", "/api/v1/sessions");
        await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Orleans_dashboard_shows_its_silos_and_breaks_no_policy()
    {
        await using var tab = await fixture.NewTab();

        foreach (var view in new[] { "", "#/grains", "#/silos", "#/preferences" })
        {
            await tab.Page.GotoAsync(fixture.Origin + "/orleans/" + view);
            await tab.Page.WaitForLoadStateAsync(LoadState.Load);
        }

        await tab.Page.GotoAsync(fixture.Origin + "/orleans/#/");
        await tab.Shows("#body", "Silo");
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task No_page_of_another_origin_can_frame_ours()
    {
        await using var tab = await fixture.NewTab();
        await using var elsewhere = await PlayerPage.StartSiteAsync();
        await tab.Page.GotoAsync(elsewhere.Address.AbsoluteUri);

        foreach (var path in new[] { "/", "/docs", "/orleans/", "/openapi/v1.json" })
        {
            tab.Complaints.Clear();
            await tab.Page.EvaluateAsync("address => { const frame = document.createElement('iframe'); frame.src = address; document.body.append(frame); }", fixture.Origin + path);
            await Patiently(() => tab.Complaints.Any(static text => text.Contains("frame-ancestors", StringComparison.Ordinal)));
        }
    }

    private static async Task Patiently(Func<bool> condition)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !condition(); await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(Tab.PatienceMs), "The browser refused nothing.");
    }
}
