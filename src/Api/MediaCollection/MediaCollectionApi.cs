using SessionGrains.Api.Cors;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Reading;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.MediaCollection;

/// <summary>Maps the operations of players (docs/protocol.md#1-operations).</summary>
internal static class MediaCollectionApi
{
    private const string DownloadedPath = "/api/v1/downloaded";

    public static WebApplicationBuilder AddMediaCollection(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ValidationOptions>().BindConfiguration(ValidationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ValidationOptions>, ValidationOptionsValidator>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<PlayerRequests>();
        services.AddSingleton<EventRoute>();
        return builder;
    }

    public static WebApplication MapMediaCollection(this WebApplication app)
    {
        app.MapPost(SessionPaths.All, Answer(PlayerOperation.Start)).DescribedAs(PlayerOperations.StartSession).ForPlayerRequests();

        // Without ASP.NET's metrics: their five tags per event would be most of the cost of telemetry. IngestMetrics has the metrics that operators need.
        app.MapPost(EventRoute.Pattern, context => app.Services.GetRequiredService<EventRoute>().Answer(context))
            .DescribedAs(PlayerOperations.TrackEvent).ForPlayerRequests().DisableHttpMetrics().WithMetadata(EventRoute.Mark);
        app.MapPost(DownloadedPath, Answer(PlayerOperation.SubmitDownloaded)).DescribedAs(PlayerOperations.SubmitDownloaded).ForPlayerRequests();
        app.MapGet(SchemaHandler.Pattern, SchemaHandler.ReadSchema).DescribedAs(PlayerOperations.ReadSchema).ForPlayers();
        app.MapMethods(SchemaHandler.Pattern, [HttpMethods.Head], SchemaHandler.ReadSchema).ExcludeFromDescription().ForPlayers();
        app.MapOther(SessionPaths.All, "GET, POST, OPTIONS");
        app.MapOther(EventRoute.Pattern, "POST, OPTIONS");
        app.MapOther(DownloadedPath, "POST, OPTIONS");
        app.MapOther(SchemaHandler.Pattern, "GET, HEAD, OPTIONS");
        return app;

        // Resolved late, so that all wrong settings are reported together at the start.
        RequestDelegate Answer(PlayerOperation operation) => context => app.Services.GetRequiredService<PlayerRequests>().Answer(context, operation);
    }

    /// <summary>Maps OPTIONS and the 405 response. Routing's own 405 would not count as a response to a player and lack the CORS headers.</summary>
    private static void MapOther(this WebApplication app, string path, string allowed)
    {
        app.MapMethods(path, [HttpMethods.Options], CorsHeaders.AnswerOptions).ExcludeFromDescription().ForPlayers();
        app.Map(path, RefuseMethod).ExcludeFromDescription().ForPlayers();

        Task RefuseMethod(HttpContext context)
        {
            context.Response.Headers.Allow = allowed;
            return RequestProblems.MethodNotAllowed(context);
        }
    }
}
