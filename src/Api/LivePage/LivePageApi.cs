using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.LivePage;

/// <summary>
/// The live page at <c>/</c>. It is for anybody: it holds nothing but the means to ask, and what it asks for is behind the operator rule. Each file
/// is an endpoint of its own, so that the paths of players are matched as before and any replica can answer any request.
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

        // The page's links are relative, so below a path base it has to be read with its slash.
        if (file.IsDocument && !request.Path.HasValue)
        {
            context.Response.Redirect($"{request.PathBase}/{request.QueryString}");
            return Task.CompletedTask;
        }

        return file.Answer.Send(context);
    }
}
