using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SessionGrains.Browser.Tests;

/// <summary>The web site that has the player on it: another origin than the tracking server's, with an empty page.</summary>
internal sealed class PlayerSite : IAsyncDisposable
{
    private readonly WebApplication _site;

    private PlayerSite(WebApplication site) => _site = site;

    public string Address => _site.Urls.Single();

    public static async Task<PlayerSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.MapGet("/", () => Results.Text("<!doctype html><title>player</title>", "text/html"));
        await site.StartAsync();
        return new PlayerSite(site);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
