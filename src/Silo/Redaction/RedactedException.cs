namespace SessionGrains.Silo.Redaction;

/// <summary>What is written of an exception whose text holds a session id.</summary>
internal sealed class RedactedException : Exception
{
    private readonly string _text;

    private RedactedException(string message, string text, string? stackTrace)
        : base(message)
    {
        _text = text;
        StackTrace = stackTrace;
    }

    public override string? StackTrace { get; }

    /// <summary>The exception itself where it holds no id, its own or an inner one's; sets <paramref name="found"/> when it does.</summary>
    public static Exception? Of(Exception? exception, ref bool found)
    {
        if (exception is null || !SessionIdText.TryRedact(exception.ToString(), out var text))
            return exception;

        found = true;
        return new RedactedException(SessionIdText.Redact(exception.Message), text, exception.StackTrace);
    }

    public override string ToString() => _text;
}
