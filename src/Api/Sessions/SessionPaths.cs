namespace SessionGrains.Api.Sessions;

/// <summary>Where sessions are on this server.</summary>
internal static class SessionPaths
{
    /// <summary>All of them; each is at its id below.</summary>
    public const string All = "/api/v1/sessions";
}
