using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Hosting.Connections;
using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.Hosting;

/// <summary>The web server around the operations: where it listens, what it logs, which limits are its own.</summary>
internal static class FrontDoorHosting
{
    public const string DefaultUrl = "http://localhost:8080";

    private const string PathBaseKey = "PathBase";

    public static WebApplicationBuilder AddFrontDoor(this WebApplicationBuilder builder)
    {
        builder.AddDefault("Logging:LogLevel:Microsoft", nameof(LogLevel.Warning));

        // It only logs at Information, which is off, but as long as it may log at all every request gets an activity and a log scope, and every
        // await carries both along. Traces (OTEL_…) do not depend on it.
        builder.AddDefault("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", nameof(LogLevel.None));
        if (!NamesAddress(builder.Configuration))
            builder.AddDefault(WebHostDefaults.ServerUrlsKey, DefaultUrl);

        builder.Services.AddSingleton<ConnectionLimiter>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ServerLimits>();

        // A request is read, and its answer sent, by the thread that finds it: handing it on costs more than reading it. Nothing here blocks a thread.
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddKeyedSingleton(FrontDoorClock.Key, TimeProvider.System);
        builder.Services.AddHostedService<DrainBeforeStop>();
        builder.Services.AddHostedService<StartupLine>();
        return builder;
    }

    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        app.Use(SingleSlashes.Before);
        if (ReadPathBase(app.Configuration) is { } pathBase)
            app.UsePathBase(pathBase);

        app.Use(next => app.Services.GetRequiredService<EventRoute>().Before(next, app));

        // Here and not where WebApplication would put it: after the path base is cut off, before the front door asks for the endpoint.
        app.UseRouting();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FrontDoor>();
        return app;
    }

    /// <summary>The prefix below which a proxy serves us, without it every path works as well; null when none is configured.</summary>
    public static string? ReadPathBase(IConfiguration configuration)
    {
        var configured = configuration[PathBaseKey]?.Trim('/');
        if (string.IsNullOrEmpty(configured))
            return null;

        return configured.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '/')
            ? "/" + configured
            : throw new StartRefusedException($"{PathBaseKey} is '{configuration[PathBaseKey]}': set it to a path such as /tracking (letters, digits, - _ . ~ and /).");
    }

    private static bool NamesAddress(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpsPortsKey] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
