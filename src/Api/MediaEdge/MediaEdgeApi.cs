using SessionGrains.Api.Cors;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaEdge.Catalogue;
using SessionGrains.Api.MediaEdge.Requests;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.MediaEdge;

/// <summary>Maps the operations of Media Edge clients (docs/edge.md).</summary>
internal static class MediaEdgeApi
{
    private static readonly string[] Roots = ["/ee", "/ee-pre-prd"];

    public static WebApplicationBuilder AddMediaEdge(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<EdgeOptions>().BindConfiguration(EdgeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeOptionsValidator>();
        services.AddSingleton<EdgeReader>();
        services.AddSingleton<ClientState>();
        services.AddSingleton<EdgeReplies>();
        services.AddSingleton<EdgeRequests>();
        return builder;
    }

    public static WebApplication MapMediaEdge(this WebApplication app)
    {
        foreach (var root in Roots.SelectMany(static root => (string[])[root, root + "/{hint}"]))
        {
            foreach (var name in EdgeFormat.PathNames)
            {
                app.Map($"{root}/va/v1/{name}", EdgeOperation.Media, name);
            }

            app.Map($"{root}/v1/interact", EdgeOperation.Interact);
            app.Map($"{root}/v1/collect", EdgeOperation.Collect);
            app.Map($"{root}/v1/privacy/set-consent", EdgeOperation.SetConsent);
        }

        foreach (var root in Roots)
        {
            app.MapRefusal(root + "/{**rest}", RequestProblems.NoSuchPath);
        }

        return app;
    }

    private static void Map(this WebApplication app, string path, EdgeOperation operation, string? pathEvent = null)
    {
        app.MapPost(path, context => app.Services.GetRequiredService<EdgeRequests>().Answer(context, operation, pathEvent)).ExcludeFromDescription().ForPlayerRequests();
        app.MapMethods(path, [HttpMethods.Options], context => app.Services.GetRequiredService<CorsHeaders>().AnswerPreflight(context)).ExcludeFromDescription().ForPlayerRequests();
        app.MapRefusal(path, static context =>
        {
            context.Response.Headers.Allow = "POST, OPTIONS";
            return RequestProblems.MethodNotAllowed(context);
        });
    }

    /// <summary>Maps a refusal that a browser can read too.</summary>
    private static void MapRefusal(this WebApplication app, string path, RequestDelegate answer) => app.Map(path, context =>
    {
        app.Services.GetRequiredService<CorsHeaders>().WriteWithCredentials(context);
        return answer(context);
    }).ExcludeFromDescription().ForPlayerRequests();
}
