using OpenTelemetry.Trace;
using Orleans.Dashboard;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Access;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Api.Telemetry;

/// <summary>Metrics, traces and Orleans' dashboard of a front door.</summary>
internal static class FrontDoorTelemetry
{
    private const string DashboardPath = "/orleans";

    /// <summary>ASP.NET's meters except routing's, which counts each request again.</summary>
    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    public static WebApplicationBuilder AddFrontDoorTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry("session-grains-api", Meters, static tracing => tracing.AddAspNetCoreInstrumentation(static http => http.Filter = IsTraced));
        return builder;
    }

    public static WebApplication MapFrontDoorTelemetry(this WebApplication app)
    {
        app.MapPrometheusScrapingEndpoint(TelemetryHosting.MetricsPath).ExcludeFromDescription().ForOperators();
        app.MapOrleansDashboard(DashboardPath).WithMetadata(ContentPolicy.Dashboard).ExcludeFromDescription().ForOperators().AddEndpointFilter(GiveCookie);
        return app;
    }

    /// <summary>
    /// Gives the cookie to operators who entered the key in the browser's password dialog: the dashboard's scripts do not always resend those credentials.
    /// </summary>
    private static ValueTask<object?> GiveCookie(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var cookie = context.RequestServices.GetRequiredService<OperatorCookie>();
        if (OperatorRule.Proof(context) is { Access: OperatorAccess.Key, Key: { } key } && cookie.KeyOf(context.Request) is null)
            cookie.Give(context, key);
        return next(invocation);
    }

    /// <summary>Excludes what machines poll.</summary>
    private static bool IsTraced(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments(TelemetryHosting.MetricsPath);
}
