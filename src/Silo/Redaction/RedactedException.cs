namespace SessionGrains.Silo.Redaction;

/// <summary>Replaces an exception whose text contains a session id or a credential.</summary>
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

    /// <summary>The exception itself when neither it nor an inner one contains an id or credential; else a redacted one, and <paramref name="found"/> is set.</summary>
    public static Exception? Of(Exception? exception, ref bool found)
    {
        if (exception is null || !RedactedText.TryRedact(exception.ToString(), out var text))
            return exception;

        found = true;
        return new RedactedException(RedactedText.Of(exception.Message), text, exception.StackTrace);
    }

    public override string ToString() => _text;
}
