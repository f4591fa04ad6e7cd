using Microsoft.AspNetCore.Server.Kestrel.Core;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;
using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Startup;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.Composition;

/// <summary>Configures the web server and its pipeline.</summary>
internal static class FrontDoorHosting
{
    /// <summary>Length of the accept queue: Linux' default limit (net.core.somaxconn). .NET's default is 512.</summary>
    private const int AcceptBacklog = 4096;

    public static WebApplicationBuilder AddFrontDoor(this WebApplicationBuilder builder)
    {
        builder.AddDefault("Logging:LogLevel:Microsoft", nameof(LogLevel.Warning));

        // It logs only at Information, which is off, but while it may log at all, every request gets an activity and a log scope, and every await carries both.
        // Traces (OTEL_…) do not depend on it.
        builder.AddDefault("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", nameof(LogLevel.None));
        if (!NamesAddress(builder.Configuration))
            builder.AddDefault(WebHostDefaults.ServerUrlsKey, ListenAddresses.DefaultUrl);

        builder.Services.AddSingleton<ConnectionLimiter>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ServerLimits>();

        // Requests are read and answered on the thread that polls the socket: dispatching costs more than reading. Nothing here blocks a thread.
        // A single address that keeps connecting fills the accept queue; a client that does not get in retries after 1 s, then 3 s.
        builder.WebHost.UseSockets(static sockets => (sockets.UnsafePreferInlineScheduling, sockets.Backlog) = (true, AcceptBacklog));
        builder.Services.AddKeyedSingleton(FrontDoorClock.Key, TimeProvider.System);
        builder.Services.AddHostedService<DrainBeforeStop>();
        builder.Services.AddHostedService<StartupLine>();
        return builder;
    }

    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        app.Use(CloseWhileStopping(app.Lifetime.ApplicationStopping));
        app.Use(SingleSlashes.Middleware);
        if (PathBase.Read(app.Configuration) is { } pathBase)
            app.UsePathBase(pathBase);

        app.Use(next =>
        {
            // Resolved late, so that all wrong settings are reported together when the host starts.
            app.Services.GetRequiredService<LimiterMetrics>();
            return app.Services.GetRequiredService<EventRoute>().Middleware(next, app);
        });

        // WebApplication would add it elsewhere; it belongs after the path base is removed and before the front door reads the endpoint.
        app.UseRouting();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FrontDoor>();
        return app;
    }

    /// <summary>
    /// While the process stops it closes each connection after its response, so that clients and proxies open the next one elsewhere. HTTP/2 has no such header: the server ends
    /// those connections itself.
    /// </summary>
    private static Func<RequestDelegate, RequestDelegate> CloseWhileStopping(CancellationToken stopping) => next => context =>
    {
        if (stopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";

        return next(context);
    };

    private static bool NamesAddress(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpsPortsKey] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
