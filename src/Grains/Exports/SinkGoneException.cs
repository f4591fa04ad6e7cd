namespace SessionGrains.Exports;

/// <summary>The sink wants nothing more: the exporter pauses, until an operator resumes it.</summary>
public sealed class SinkGoneException(string message) : Exception(message);
