namespace SessionGrains.Viewers.Options;

/// <summary>The command line makes no sense; the message is for the person who typed it.</summary>
internal sealed class UsageException(string message) : Exception(message);
