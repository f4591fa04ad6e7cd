using SessionGrains.Api.Cors;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaEdge.Answers;
using SessionGrains.Api.MediaEdge.Catalogue;
using SessionGrains.Api.MediaEdge.Requests;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.MediaEdge;

/// <summary>Maps the operations of Media Edge clients (docs/edge.md).</summary>
internal static class MediaEdgeApi
{
    private const string EventSegment = "event";

    /// <summary>The one that is described in the OpenAPI document.</summary>
    private const string Root = "/ee";

    private static readonly string[] Roots = [Root, "/ee-pre-prd"];

    public static WebApplicationBuilder AddMediaEdge(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<EdgeOptions>().BindConfiguration(EdgeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeOptionsValidator>();
        services.AddSingleton<EdgeReader>();
        services.AddSingleton<ClientState>();
        services.AddSingleton<EdgeReplies>();
        services.AddSingleton<EdgeRequests>();

        // For the OpenAPI document.
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, EdgeJson.Default));
        return builder;
    }

    public static WebApplication MapMediaEdge(this WebApplication app)
    {
        foreach (var root in Roots.SelectMany(static root => (string[])[root, root + "/{hint}"]))
        {
            app.Map(root, $"/va/v1/{{{EventSegment}}}", context => TrackMedia(app, context), EdgeOperations.TrackMedia);
            app.Map(root, "/v1/interact", context => Answer(app, context, EdgeOperation.Interact), EdgeOperations.Interact);
            app.Map(root, "/v1/collect", context => Answer(app, context, EdgeOperation.Collect), EdgeOperations.Collect);
            app.Map(root, "/v1/privacy/set-consent", context => Answer(app, context, EdgeOperation.SetConsent), EdgeOperations.SetConsent);
        }

        foreach (var root in Roots)
        {
            app.MapRefusal(root + "/{**rest}", RequestProblems.NoSuchPath);
        }

        return app;
    }

    private static void Map(this WebApplication app, string root, string path, RequestDelegate answer, Operation operation)
    {
        // As on the other API, without ASP.NET's metrics.
        var endpoint = app.MapPost(root + path, answer).ForPlayerRequests().DisableHttpMetrics();
        if (root == Root)
        {
            endpoint.DescribedAs(operation);
        }
        else
        {
            endpoint.ExcludeFromDescription();
        }

        app.MapMethods(root + path, [HttpMethods.Options], context => app.Services.GetRequiredService<CorsHeaders>().AnswerPreflight(context)).ExcludeFromDescription().ForPlayerRequests();
        app.MapRefusal(root + path, static context =>
        {
            context.Response.Headers.Allow = "POST, OPTIONS";
            return RequestProblems.MethodNotAllowed(context);
        });
    }

    private static Task Answer(WebApplication app, HttpContext context, EdgeOperation operation, string? pathEvent = null) =>
        app.Services.GetRequiredService<EdgeRequests>().Answer(context, operation, pathEvent);

    private static Task TrackMedia(WebApplication app, HttpContext context)
    {
        var sent = (string)context.GetRouteValue(EventSegment)!;
        if (EdgeFormat.PathNames.TryGetValue(sent, out var pathEvent))
        {
            return Answer(app, context, EdgeOperation.Media, pathEvent);
        }

        app.Services.GetRequiredService<CorsHeaders>().WriteWithCredentials(context);
        return EdgeProblems.UnknownEvent(context, sent);
    }

    /// <summary>Maps a refusal that a browser can read too.</summary>
    private static void MapRefusal(this WebApplication app, string path, RequestDelegate answer) => app.Map(path, context =>
    {
        app.Services.GetRequiredService<CorsHeaders>().WriteWithCredentials(context);
        return answer(context);
    }).ExcludeFromDescription().ForPlayerRequests();
}
