namespace SessionGrains.Messages;

/// <summary>What became of an event.</summary>
public enum TrackVerdict : byte
{
    /// <summary>In the session, at the configured durability: 204.</summary>
    Accepted = 0,

    /// <summary>The session is closed and takes no more: 410.</summary>
    Closed = 1,

    /// <summary>No such session, or forgotten after its retention: 404.</summary>
    Unknown = 2,
}
