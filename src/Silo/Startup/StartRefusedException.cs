namespace SessionGrains.Silo.Startup;

/// <summary>The process cannot start as configured. The message is one line for the person who started it and says what to set.</summary>
public sealed class StartRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
