namespace SessionGrains.Api.Sessions;

/// <summary>The paths of sessions.</summary>
internal static class SessionPaths
{
    /// <summary>The collection; a session is at <c>/{sid}</c> below it.</summary>
    public const string All = "/api/v1/sessions";
}
