namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Passes entries without session ids and credentials through unchanged, and redacts the others to text. A disabled level costs one more call; a written entry is
/// formatted once more.
/// </summary>
internal sealed class RedactingLogger(ILogger inner) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => state is IReadOnlyList<KeyValuePair<string, object?>> or string ? inner.BeginScope(new RedactedScope(state)) : inner.BeginScope(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
            return;

        var message = formatter(state, exception);
        var found = RedactedText.TryRedact(message, out var redacted);
        var values = RedactedValues.Of(state, ref found);
        var error = RedactedException.Of(exception, ref found);
        if (found)
            inner.Log(logLevel, eventId, new RedactedEntry(redacted ?? message, values), error, static (entry, _) => entry.ToString());
        else
            inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
