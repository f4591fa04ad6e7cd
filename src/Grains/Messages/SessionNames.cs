namespace SessionGrains.Messages;

/// <summary>What answers, reports and exports call the values of a session.</summary>
public static class SessionNames
{
    /// <summary>Why the session is closed; null while it is open.</summary>
    public static string? Name(this ClosedBy? closedBy) => closedBy switch
    {
        null => null,
        ClosedBy.SessionEnd => "sessionEnd",
        ClosedBy.Idle => "idle",
        ClosedBy.NoProgress => "no-progress",
        ClosedBy.MaxAge => "max-age",
        _ => "downloaded",
    };

    /// <summary>The API that the session came by.</summary>
    public static string Name(this SessionApi api) => api == SessionApi.MediaEdge ? "media-edge" : "media-collection";
}
