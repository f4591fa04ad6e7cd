namespace SessionGrains.Api.Sessions;

/// <summary>No silo answered in time. The client gets 503 and may retry.</summary>
internal sealed class ClusterUnavailableException(Exception innerException) : Exception("No silo answered in time.", innerException);
