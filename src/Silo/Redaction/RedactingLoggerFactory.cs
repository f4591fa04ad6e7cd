using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Keeps session ids and credentials out of every log, whoever writes it and wherever it goes: who knows an id may write to its session, and Orleans names a grain by its key
/// in its own warnings. It stands around the factory and not around each provider, whose type and alias decide about their filters.
/// </summary>
internal sealed class RedactingLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new RedactingLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}

internal static class RedactionHosting
{
    /// <summary>Puts the redaction around the logging of the host. May be called again.</summary>
    public static void AddLogRedaction(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<LoggerFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(static services => new RedactingLoggerFactory(services.GetRequiredService<LoggerFactory>())));
    }
}
