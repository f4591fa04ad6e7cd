namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>One browser and one whole server for all tests of the live page: starting them is what takes time.</summary>
public sealed class LivePageFixture : IAsyncLifetime, IAsyncDisposable
{
    private TrackingServer? _server;
    private TrackingServer? _locked;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The key of <see cref="LockedOrigin"/>.</summary>
    public const string Key = "correct-horse-battery-staple";

    /// <summary>Where the server is that lets everybody on this machine read.</summary>
    internal string Origin => _server!.Origin;

    /// <summary>Where the server is that wants <see cref="Key"/>.</summary>
    internal string LockedOrigin => (_locked ??= new TrackingServer(("Operator:ApiKey", Key))).Origin;

    public async Task InitializeAsync()
    {
        // The tests are skipped then.
        if (InstalledBrowser.Path is not { } path)
            return;

        _server = new TrackingServer();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = InstalledBrowser.Flags });
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_locked is not null)
            await _locked.DisposeAsync();
    }

    /// <summary>A tab with no cookies, not yet at any address.</summary>
    internal async Task<Tab> NewTab(int width = 1360, ColorScheme theme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        return new Tab(context, await context.NewPageAsync());
    }
}

[CollectionDefinition(Name)]
public sealed class LivePageTests : ICollectionFixture<LivePageFixture>
{
    public const string Name = "The live page";
}
