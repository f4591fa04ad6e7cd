using Microsoft.Extensions.Options;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Callers;

/// <summary>Registers <see cref="CallerAddresses"/>.</summary>
internal static class CallerServices
{
    /// <summary>Environment variable <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>, as ASP.NET reads it.</summary>
    private const string TrustEverybody = "ForwardedHeaders_Enabled";

    /// <exception cref="StartRefusedException">ASP.NET is told to believe what anybody says of his address.</exception>
    public static WebApplicationBuilder AddCallers(this WebApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration[TrustEverybody], "true", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException("ASPNETCORE_FORWARDEDHEADERS_ENABLED lets everybody claim any address: take it away, and name your proxies in Proxy:Trusted (environment variable Proxy__Trusted).");

        builder.Services.AddOptions<ProxyOptions>().Configure<IConfiguration>(ProxyOptions.Bind).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        builder.Services.AddSingleton<TrustedProxies>();
        builder.Services.AddSingleton<CallerAddresses>();
        builder.Services.AddSingleton<CallerHash>();
        builder.Services.AddSingleton<RateLimitLog>();
        return builder;
    }
}
