using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SessionGrains.Silo.Redaction;

/// <summary>Registers log redaction.</summary>
internal static class LogRedaction
{
    /// <summary>Adds redaction to the host's logging. May be called repeatedly.</summary>
    public static void AddLogRedaction(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<LoggerFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(static services => new RedactingLoggerFactory(services.GetRequiredService<LoggerFactory>())));
    }
}
