namespace SessionGrains.Browser.Tests.Edge;

/// <summary>A page of a film with the Web SDK (alloy), in a real browser, before the tracking server behind TLS.</summary>
public sealed class AlloyPage : IAsyncLifetime, IAsyncDisposable
{
    public const string Organization = "53A16ACB5CC1D3760A495C99@AdobeOrg";

    private const string Domain = "tracking.example.com";

    private const string BaseCode = """
        !function(n,o){o.forEach(function(o){n[o]||((n.__alloyNS=n.__alloyNS||[]).push(o),n[o]=
        function(){var u=arguments;return new Promise(function(i,l){n[o].q.push([i,l,u])})},n[o].q=[])})}(window,["alloy"]);
        """;

    private TrackingServer? _server;
    private TlsEnd? _tls;
    private TinyServer? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The SDK's file; null if it is not installed.</summary>
    public static string? Sdk { get; } = NodePackages.FileOf("node_modules/@adobe/alloy/dist/alloy.min.js");

    internal TlsEnd Tls => _tls!;

    public async Task InitializeAsync()
    {
        if (InstalledBrowser.Path is not { } path || Sdk is null)
            return;

        _server = new TrackingServer(("Edge:OrgId", Organization));
        _tls = await TlsEnd.StartAsync(_server.Origin);
        _site = await PlayerPage.StartSiteAsync();
        _playwright = await Playwright.CreateAsync();

        // alloy takes a domain without a port.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = [.. InstalledBrowser.Flags, $"--host-resolver-rules=MAP {Domain}:443 {_tls.Authority}"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_site is not null)
            await _site.DisposeAsync();
        if (_tls is not null)
            await _tls.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <summary>Opens a page of its own, with alloy configured.</summary>
    internal async Task<AlloyTab> OpenAsync()
    {
        var context = await _browser!.NewContextAsync(new() { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        var tab = new AlloyTab(context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                tab.Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => tab.Complaints.Add(error);
        await page.GotoAsync(_site!.Address.AbsoluteUri);
        await page.AddScriptTagAsync(new() { Content = BaseCode });
        await page.AddScriptTagAsync(new() { Content = await File.ReadAllTextAsync(Sdk!) });
        await page.EvaluateAsync(
            """
            ([edgeDomain, orgId]) => alloy("configure", {
                datastreamId: "3e2a9c6e-1111-4222-8333-1234567890ab", orgId, edgeDomain, thirdPartyCookiesEnabled: false, clickCollectionEnabled: false,
                streamingMedia: { channel: "films", playerName: "web", appVersion: "1.0", mainPingInterval: 10, adPingInterval: 1 },
            })
            """,
            new[] { Domain, Organization });
        return tab;
    }

    internal async Task<JsonNode> ReadAsync(string sid)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_server!.Origin) };
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v1/sessions/" + sid, UriKind.Relative)))!;
    }

    internal async Task<JsonArray> SearchAsync(string mediaId)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_server!.Origin) };
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v1/sessions?mediaId=" + mediaId, UriKind.Relative)))!["sessions"]!.AsArray();
    }
}

/// <summary>A page with alloy.</summary>
internal sealed class AlloyTab(IBrowserContext context, IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    /// <summary>What stood in the browser's console as a warning or an error.</summary>
    public List<string> Complaints { get; } = [];

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}

/// <summary>A fact that is skipped, with the reason, where no Chromium or no alloy is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AlloyFactAttribute : FactAttribute
{
    public AlloyFactAttribute()
    {
        Skip = new BrowserFactAttribute().Skip ?? (AlloyPage.Sdk is null ? $"alloy is not installed: {NodePackages.Install}." : null);
    }
}
