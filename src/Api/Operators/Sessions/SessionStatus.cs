namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Whether a session takes events.</summary>
internal enum SessionStatus : byte
{
    Open,
    Closed,
}

/// <summary>Whether a session is closed.</summary>
internal static class ClosedByStatus
{
    public static SessionStatus Status(this ClosedBy? closedBy) => closedBy is null ? SessionStatus.Open : SessionStatus.Closed;
}
