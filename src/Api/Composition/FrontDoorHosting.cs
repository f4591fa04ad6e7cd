using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;
using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Startup;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.Composition;

/// <summary>The web server around the operations: where it listens, what it logs, which limits are its own.</summary>
internal static class FrontDoorHosting
{
    /// <summary>As many as Linux allows by default (net.core.somaxconn); by itself .NET asks for 512.</summary>
    private const int WaitingConnections = 4096;

    public static WebApplicationBuilder AddFrontDoor(this WebApplicationBuilder builder)
    {
        builder.AddDefault("Logging:LogLevel:Microsoft", nameof(LogLevel.Warning));

        // It only logs at Information, which is off, but as long as it may log at all every request gets an activity and a log scope, and every
        // await carries both along. Traces (OTEL_…) do not depend on it.
        builder.AddDefault("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", nameof(LogLevel.None));
        if (!NamesAddress(builder.Configuration))
            builder.AddDefault(WebHostDefaults.ServerUrlsKey, ListenAddresses.DefaultUrl);

        builder.Services.AddSingleton<ConnectionLimiter>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ServerLimits>();

        // A request is read, and its answer sent, by the thread that finds it: handing it on costs more than reading it. Nothing here blocks a thread.
        // One address that connects over and over fills the queue of connections that are not accepted yet; who is not let into it tries again after 1 s, then 3 s.
        builder.WebHost.UseSockets(static sockets => (sockets.UnsafePreferInlineScheduling, sockets.Backlog) = (true, WaitingConnections));
        builder.Services.AddKeyedSingleton(FrontDoorClock.Key, TimeProvider.System);
        builder.Services.AddHostedService<DrainBeforeStop>();
        builder.Services.AddHostedService<StartupLine>();
        return builder;
    }

    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        app.Use(SingleSlashes.Before);
        if (PathBase.Read(app.Configuration) is { } pathBase)
            app.UsePathBase(pathBase);

        app.Use(next =>
        {
            // Not before: wrong settings are told together, when the host starts.
            app.Services.GetRequiredService<LimiterMetrics>();
            return app.Services.GetRequiredService<EventRoute>().Before(next, app);
        });

        // Here and not where WebApplication would put it: after the path base is cut off, before the front door asks for the endpoint.
        app.UseRouting();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FrontDoor>();
        return app;
    }

    private static bool NamesAddress(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpsPortsKey] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
