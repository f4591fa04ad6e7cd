namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>The panel that tells operators whether closed sessions leave.</summary>
[Collection(LivePageTests.Name)]
public sealed class ExportsPanelTests(LivePageFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-panel-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task A_sink_that_works_shows_its_sessions_and_one_that_fails_says_why()
    {
        await File.WriteAllTextAsync($"{_folder}/<img src=x>", "");
        await using var server = new TrackingServer(
            ("Storage:Provider", "Sqlite"), ("Storage:Sqlite:Path", $"{_folder}/sessions.db"),
            ("Exports:lake:Kind", "File"), ("Exports:lake:Path", $"{_folder}/lake"), ("Exports:lake:Window", "00:00:01"),
            ("Exports:broken:Kind", "File"), ("Exports:broken:Path", $"{_folder}/<img src=x>/lake"), ("Exports:broken:Window", "00:00:01"));
        using var players = new Players(server.Origin);
        var session = await players.Start("film", "A film", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await players.Send(session, "sessionEnd", 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await ExportedAsync(server.Origin);
        await using var tab = await fixture.NewTab(360);
        await tab.Page.GotoAsync(server.Origin);

        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(1) .badge", "failing");
        await tab.Shows(".panel-exports tbody tr:nth-child(1) .export-error", "<img src=x>' already exists");
        Assert.Equal(0, await tab.At("main img").CountAsync());
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(2) td:nth-child(3)", "1");
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(1) td:nth-child(5)", "1");
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(2) td:nth-child(5)", "0");
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(1) td:nth-child(6)", "0");
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(2) .badge", "waiting");
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(2) .export-error", "");
        using var http = new HttpClient { BaseAddress = new(server.Origin) };
        using var paused = await http.PostAsync(new Uri("/api/v1/exports/broken/pause", UriKind.Relative), null);
        Assert.Equal(200, (int)paused.StatusCode);
        await tab.ShowsExactly(".panel-exports tbody tr:nth-child(1) .badge", "paused");
        await tab.Shows(".panel-exports tbody tr:nth-child(1) .export-error", "An operator paused it.");
        Assert.Equal(["broken File", "lake File"], await tab.At(".panel-exports tbody th").AllInnerTextsAsync());
        Assert.InRange(await tab.Overflow(), -1000, 0);
        Assert.Empty(await tab.SeriousViolations());
        Assert.Empty(tab.Complaints);
    }

    [BrowserFact]
    public async Task Without_sinks_there_is_no_panel()
    {
        await using var tab = await fixture.NewTab();
        var asked = tab.Page.WaitForResponseAsync(static response => response.Url.EndsWith("/api/v1/exports", StringComparison.Ordinal));
        await tab.Page.GotoAsync(fixture.Origin);

        Assert.Equal(200, (await asked).Status);
        await tab.Shows(".panel-recent", "Recent sessions");
        Assert.False(await tab.At(".panel-exports").IsVisibleAsync());
        Assert.Empty(tab.Complaints);
    }

    /// <summary>Waits until the exporters, which look every 10 s, have tried both sinks.</summary>
    private static async Task ExportedAsync(string origin)
    {
        using var http = new HttpClient { BaseAddress = new(origin) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        for (var answer = ""; !(answer.Contains("\"failing\"", StringComparison.Ordinal) && answer.Contains("\"sessions\":1", StringComparison.Ordinal)); await Task.Delay(200, patience.Token))
            answer = await http.GetStringAsync(new Uri("/api/v1/exports", UriKind.Relative), patience.Token);
    }
}
