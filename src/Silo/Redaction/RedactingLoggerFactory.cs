namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Keeps session ids and credentials out of all logs: whoever knows an id can write to its session, and Orleans' own warnings contain grain keys. Wraps the factory and not each
/// provider, because providers' types and aliases determine their log filters.
/// </summary>
internal sealed class RedactingLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new RedactingLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}
