using Microsoft.AspNetCore.Http;

namespace SessionGrains.Browser.Tests;

/// <summary>A page of another origin in a real browser, with the tracking server to call.</summary>
public sealed class PlayerPage : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>What a page's script sees of an answer: a browser hides all that the CORS headers don't open.</summary>
    private const string Fetch = """
        async ([url, method, body]) => {
            const answer = await fetch(url, { method, headers: { 'Content-Type': 'application/json' }, body });
            return { status: answer.status, location: answer.headers.get('Location'), type: answer.headers.get('Content-Type'), text: await answer.text() };
        }
        """;

    private TrackingServer? _server;
    private TinyServer? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IPage? _page;

    public async Task InitializeAsync()
    {
        // Its tests are skipped then.
        if (InstalledBrowser.Path is not { } path)
            return;

        _server = new TrackingServer();
        _site = await StartSiteAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = InstalledBrowser.Flags });
        _page = await _browser.NewPageAsync();
        await _page.GotoAsync(_site.Address.AbsoluteUri);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_site is not null)
            await _site.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <summary>Starts the web site that has the player on it: another origin than the tracking server's, with an empty page.</summary>
    internal static Task<TinyServer> StartSiteAsync() => TinyServer.StartAsync(static context =>
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<!doctype html><title>player</title>");
    });

    /// <summary>Calls the tracking server from the page.</summary>
    internal async Task<SeenAnswer> Call(string method, string path, string? body = null) =>
        (await _page!.EvaluateAsync<JsonElement>(Fetch, new[] { _server!.Origin + path, method, body })).Deserialize<SeenAnswer>(JsonSerializerOptions.Web)!;
}

/// <summary>An answer as a script in the page sees it.</summary>
internal sealed record SeenAnswer(int Status, string? Location, string? Type, string Text);
