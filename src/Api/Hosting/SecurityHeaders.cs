namespace SessionGrains.Api.Hosting;

/// <summary>
/// What every answer to a browser says about how to treat it: believe its type, tell no other site its address (which may hold a session's id), let no site
/// frame it, and run or load nothing, unless the endpoint has a <see cref="ContentPolicy"/>. Players' answers are no documents and stay as their clients
/// know them (decisions.md section 1).
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: an answer to a fault begins by clearing what was there.
        if (context.GetAudience() is not (CallerKind.Players or CallerKind.PlayerRequests))
            context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    }

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.TryAdd(Microsoft.Net.Http.Headers.HeaderNames.ContentSecurityPolicy, (context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>() ?? ContentPolicy.Nothing).Text);
        return Task.CompletedTask;
    }
}
