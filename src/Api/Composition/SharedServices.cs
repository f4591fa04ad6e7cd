using SessionGrains.Api.Bodies;
using SessionGrains.Api.Cors;
using SessionGrains.Api.Limits;
using SessionGrains.Api.Outcomes;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.Composition;

/// <summary>Registers what all operations share: session calls, limits, bodies, metrics, CORS headers, exception responses.</summary>
internal static class SharedServices
{
    public static WebApplicationBuilder AddSharedServices(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CorsOptions>().Configure<IConfiguration>(CorsOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsValidator>();
        services.AddOptions<RequestLimitOptions>().BindConfiguration(RequestLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RequestLimitOptions>, RequestLimitOptionsValidator>();
        services.AddSingleton<WorkLimiter>();
        services.AddSingleton<ReceivingLimiter>();
        services.AddSingleton<LimiterMetrics>();
        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<CorsHeaders>();
        services.AddSingleton<BodyReceiver>();
        services.AddSingleton<ISessions, ClusterSessions>();
        services.AddSingleton<SessionCalls>();
        services.AddSingleton<ExceptionResponses>();
        return builder;
    }
}
