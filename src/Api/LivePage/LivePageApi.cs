using System.Net;
using Microsoft.Net.Http.Headers;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.LivePage;

/// <summary>
/// The live page at <c>/</c>. It is for anybody: it holds nothing but the means to ask, and what it asks for is behind the operator rule. Each file
/// is an endpoint of its own, so that the paths of players are matched as before and any replica can answer any request.
/// </summary>
internal static class LivePageApi
{
    /// <summary>
    /// Nothing but our own files runs or is loaded, no other site may frame us, and no text becomes markup: names come from players, and anybody can
    /// be a player.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static WebApplication MapLivePage(this WebApplication app)
    {
        foreach (var file in PageFile.ReadAll())
            app.MapMethods(file.Path, Methods, context => Answer(context, file)).ExcludeFromDescription().ForAnybody();
        return app;
    }

    private static Task Answer(HttpContext context, PageFile file)
    {
        var (request, response) = (context.Request, context.Response);

        // The page's links are relative, so below a path base it has to be read with its slash.
        if (file.IsDocument && !request.Path.HasValue)
        {
            response.Redirect($"{request.PathBase}/{request.QueryString}");
            return Task.CompletedTask;
        }

        var headers = response.Headers;
        headers.ETag = file.ETag;
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (file.IsDocument)
        {
            headers.ContentSecurityPolicy = ContentSecurityPolicy;

            // The address may hold a session's id, which is all it takes to write to that session.
            headers["Referrer-Policy"] = "no-referrer";
        }

        if (request.Headers.IfNoneMatch.ToString().Contains(file.ETag, StringComparison.Ordinal))
        {
            response.StatusCode = (int)HttpStatusCode.NotModified;
            return Task.CompletedTask;
        }

        return Send(context, file);
    }

    private static async Task Send(HttpContext context, PageFile file)
    {
        var response = context.Response;
        var packed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var bytes = file.Bytes(packed);
        if (packed)
            response.Headers.ContentEncoding = "gzip";
        response.ContentType = file.ContentType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
