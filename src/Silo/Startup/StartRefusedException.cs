namespace SessionGrains.Silo.Startup;

/// <summary>The process cannot start as it is configured. The message is one line for the person who started it and says what to set.</summary>
public sealed class StartRefusedException : Exception
{
    public StartRefusedException(string message)
        : base(message)
    {
    }

    public StartRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
