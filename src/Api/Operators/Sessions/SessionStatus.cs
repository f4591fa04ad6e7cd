namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Whether a session takes events.</summary>
internal enum SessionStatus : byte
{
    Open,
    Closed,
}

/// <summary>The JSON values of a session's status and of why it closed.</summary>
internal static class ClosedByNames
{
    public static SessionStatus Status(this ClosedBy? closedBy) => closedBy is null ? SessionStatus.Open : SessionStatus.Closed;

    public static string? Name(this ClosedBy? closedBy) => closedBy switch
    {
        null => null,
        ClosedBy.SessionEnd => "sessionEnd",
        ClosedBy.Idle => "idle",
        ClosedBy.NoProgress => "no-progress",
        ClosedBy.MaxAge => "max-age",
        _ => "downloaded",
    };
}
