using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.LivePage;

/// <summary>
/// The live page at <c>/</c>. Anybody may load it: it contains no data, and its requests need an operator key. Each file is an endpoint of its own, so
/// players' paths match as before and any replica serves any file.
/// </summary>
internal static class LivePageApi
{
    public static WebApplication MapLivePage(this WebApplication app)
    {
        foreach (var file in PageFile.ReadAll())
            app.MapMethods(file.Path, FixedAnswer.Methods, context => Answer(context, file)).WithMetadata(ContentPolicy.LivePage).ExcludeFromDescription().ForAnybody();
        return app;
    }

    private static Task Answer(HttpContext context, PageFile file)
    {
        var request = context.Request;

        // The page's links are relative, so below a path base its address must end in a slash.
        if (file.IsDocument && !request.Path.HasValue)
        {
            context.Response.Redirect($"{request.PathBase}/{request.QueryString}");
            return Task.CompletedTask;
        }

        return file.Answer.Send(context);
    }
}
