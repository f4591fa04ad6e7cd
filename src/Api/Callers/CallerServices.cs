using SessionGrains.Api.Callers.Shares;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Callers;

/// <summary>Registers <see cref="CallerAddresses"/> and what depends on it.</summary>
internal static class CallerServices
{
    /// <summary>ASP.NET's name for the environment variable <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>.</summary>
    private const string TrustAllProxies = "ForwardedHeaders_Enabled";

    /// <exception cref="StartRefusedException">ASP.NET is configured to trust X-Forwarded-For of everybody.</exception>
    public static WebApplicationBuilder AddCallers(this WebApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration[TrustAllProxies], "true", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException("ASPNETCORE_FORWARDEDHEADERS_ENABLED lets everybody claim any address: remove it, and name your proxies in Proxy:Trusted (environment variable Proxy__Trusted).");

        builder.Services.AddOptions<ProxyOptions>().Configure<IConfiguration>(ProxyOptions.Bind).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        builder.Services.AddSingleton<TrustedProxies>();
        builder.Services.AddSingleton<CallerAddresses>();
        builder.Services.AddSingleton<CallerHash>();
        builder.Services.AddSingleton<RateLimitLog>();
        return builder;
    }
}
