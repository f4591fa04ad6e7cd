namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>Stands in for the server's answers about the audience; the page itself still comes from the server.</summary>
internal static class ScriptedAnswers
{
    /// <summary>One after the other from here on: Playwright asks the route that was added last.</summary>
    public static async Task ScriptAudience(this IPage page, Func<JsonObject> live)
    {
        var now = DateTimeOffset.UtcNow;
        await page.RouteAsync(url => PathOf(url) == "/api/v1/live", route => Json(route, live()));
        await page.RouteAsync(url => PathOf(url) == "/api/v1/sessions", route => Json(route, SampleAudience.Sessions(now)));
        await page.RouteAsync(url => PathOf(url) == "/api/v1/live/history", route => Json(route, SampleAudience.History(now, route.Request.Url.Contains("minute", StringComparison.Ordinal))));

        // A stream that ends: the browser comes back for the next one after the time that it is told.
        await page.RouteAsync(url => PathOf(url) == "/api/v1/live/stream", route => route.FulfillAsync(new()
        {
            Headers = [new("Content-Type", "text/event-stream"), new("Date", Date())],
            Body = $"retry: 500\n\nevent: live\ndata: {live().ToJsonString()}\n\n",
        }));
    }

    public static Task Refuse(this IPage page, int status, string title, string detail) => page.RouteAsync(url => PathOf(url).StartsWith("/api/", StringComparison.Ordinal), route => route.FulfillAsync(new()
    {
        Status = status,
        ContentType = "application/problem+json",
        Body = new JsonObject { ["title"] = title, ["status"] = status, ["detail"] = detail }.ToJsonString(),
    }));

    public static Task BreakTheLine(this IPage page) => page.RouteAsync(url => PathOf(url).StartsWith("/api/", StringComparison.Ordinal), route => route.AbortAsync());

    private static Task Json(IRoute route, JsonObject body) => route.FulfillAsync(new() { Headers = [new("Content-Type", "application/json"), new("Date", Date())], Body = body.ToJsonString() });

    private static string Date() => DateTimeOffset.UtcNow.ToString("R");

    private static string PathOf(string url) => new Uri(url).AbsolutePath;
}
