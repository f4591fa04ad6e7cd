namespace SessionGrains.Api.Hosting;

/// <summary>
/// Security headers of all responses except players': no MIME sniffing, no referrer (an address may contain a session's id), no framing, and no active content unless the
/// endpoint has a <see cref="ContentPolicy"/>. Responses to players are not documents and keep the headers that their clients know (docs/protocol.md#1-operations).
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: an exception response clears the headers set before.
        if (context.GetAudience() is not (CallerKind.Players or CallerKind.PlayerRequests))
            context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    }

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.TryAdd(Microsoft.Net.Http.Headers.HeaderNames.ContentSecurityPolicy, (context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>() ?? ContentPolicy.Default).Text);
        return Task.CompletedTask;
    }
}
