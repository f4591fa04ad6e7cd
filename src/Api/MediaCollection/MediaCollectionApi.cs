using Microsoft.Extensions.Options;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection.Bodies;

namespace SessionGrains.Api.MediaCollection;

/// <summary>The operations of players (decisions.md section 1).</summary>
internal static class MediaCollectionApi
{
    public static WebApplicationBuilder AddMediaCollection(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ValidationOptions>().BindConfiguration(ValidationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ValidationOptions>, ValidationOptionsValidator>();
        services.AddOptions<CorsOptions>().Configure<IConfiguration>(CorsOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsValidator>();
        services.AddOptions<DoorOptions>().BindConfiguration(DoorOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DoorOptions>, DoorOptionsValidator>();
        services.AddSingleton<DoorLimit>();
        services.AddSingleton<DoorCounters>();
        services.AddSingleton<CorsHeaders>();
        services.AddSingleton<BodyReceiver>();
        services.AddSingleton<ISessions, ClusterSessions>();
        services.AddSingleton<SessionCalls>();
        services.AddSingleton<FaultAnswers>();
        services.AddSingleton<PlayerHandlers>();
        services.AddSingleton<EventDoor>();
        return builder;
    }

    public static WebApplication MapMediaCollection(this WebApplication app)
    {
        var handlers = app.Services.GetRequiredService<PlayerHandlers>();
        var limit = app.Services.GetRequiredService<DoorLimit>();
        app.MapPost(PlayerHandlers.SessionsPath, limit.Guard(handlers.StartSession)).DescribedAs(PlayerOperations.StartSession).ForPlayers();

        // Without ASP.NET's metrics: five tags for each event are the better part of what telemetry would cost it. DoorCounters has what operators ask for.
        app.MapPost(EventDoor.Route, static context => context.RequestServices.GetRequiredService<EventDoor>().Take(context))
            .DescribedAs(PlayerOperations.TrackEvent).ForPlayers().DisableHttpMetrics().WithMetadata(EventDoor.Mark);
        app.MapPost("/api/v1/downloaded", limit.Guard(handlers.SubmitDownloaded)).DescribedAs(PlayerOperations.SubmitDownloaded).ForPlayers();
        app.MapGet("/api/v1/schemas/{eventType}", PlayerHandlers.ReadSchema).DescribedAs(PlayerOperations.ReadSchema).ForPlayers();
        app.MapMethods("/api/v1/schemas/{eventType}", [HttpMethods.Head], PlayerHandlers.ReadSchema).ExcludeFromDescription().ForPlayers();
        app.MapOther(PlayerHandlers.SessionsPath, "GET, POST, OPTIONS");
        app.MapOther(EventDoor.Route, "POST, OPTIONS");
        app.MapOther("/api/v1/downloaded", "POST, OPTIONS");
        app.MapOther("/api/v1/schemas/{eventType}", "GET, HEAD, OPTIONS");
        return app;
    }

    /// <summary>OPTIONS and what is not allowed: ours instead of routing's, because it has to be known as a player's answer to get its headers.</summary>
    private static void MapOther(this WebApplication app, string path, string allowed)
    {
        app.MapMethods(path, [HttpMethods.Options], CorsHeaders.AnswerOptions).ExcludeFromDescription().ForPlayers();
        app.Map(path, RefuseMethod).ExcludeFromDescription().ForPlayers();

        Task RefuseMethod(HttpContext context)
        {
            context.Response.Headers.Allow = allowed;
            return PlayerProblems.MethodNotAllowed(context);
        }
    }
}
