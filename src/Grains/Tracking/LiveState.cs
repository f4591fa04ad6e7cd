namespace SessionGrains.Tracking;

/// <summary>What live counts need of a session. Equal as long as only time and playhead change.</summary>
/// <param name="IsOpen">True until the session is closed.</param>
/// <param name="IsCompleted">Main content is over: the session is open but has no viewer.</param>
/// <param name="State">State of main content.</param>
/// <param name="Place">What is on the screen.</param>
/// <param name="HasContentStarted">True once main content has played.</param>
/// <param name="Errors">Number of errors so far.</param>
/// <param name="BitrateChanges">Number of bitrate changes so far.</param>
/// <param name="Bitrate">Bitrate as sent; NaN if unknown.</param>
public readonly record struct LiveState(
    bool IsOpen, bool IsCompleted, PlaybackState State, PlaybackPlace Place, bool HasContentStarted, int Errors, int BitrateChanges, double Bitrate);
