namespace SessionGrains.Messages;

/// <summary>State of the main content or of an ad (docs/protocol.md#4-from-events-to-a-session). The numbers are stored.</summary>
public enum PlaybackState : byte
{
    Starting = 0,
    Playing = 1,
    Paused = 2,
    Buffering = 3,
    Completed = 4,
}

/// <summary>What is on the screen. The numbers are stored.</summary>
public enum PlaybackPlace : byte
{
    Content = 0,

    /// <summary>Between the ads of a break.</summary>
    AdBreak = 1,

    Ad = 2,
}

/// <summary>What closed a session. The numbers are stored.</summary>
public enum ClosedBy : byte
{
    SessionEnd = 1,
    Idle = 2,
    NoProgress = 3,
    MaxAge = 4,
    Downloaded = 5,
}
