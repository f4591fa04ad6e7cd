namespace SessionGrains.Api.Sessions;

/// <summary>No silo answered in time: the client gets 503 and may try again.</summary>
internal sealed class ClusterUnavailableException(Exception innerException) : Exception("No silo answered in time.", innerException);
