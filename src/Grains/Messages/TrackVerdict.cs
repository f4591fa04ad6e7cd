namespace SessionGrains.Messages;

/// <summary>How a session answers an event.</summary>
public enum TrackVerdict : byte
{
    /// <summary>Stored at the configured durability: 204.</summary>
    Accepted = 0,

    /// <summary>The session is closed: 410.</summary>
    Closed = 1,

    /// <summary>There is no such session, or its retention is over: 404.</summary>
    Unknown = 2,
}
