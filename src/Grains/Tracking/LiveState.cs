using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>What the counts need to see of a session: equal as long as nothing changed but time and playhead.</summary>
/// <param name="IsOpen">Not closed.</param>
/// <param name="IsCompleted">Main content is over; such a session is open but nobody views it.</param>
/// <param name="State">Of main content.</param>
/// <param name="Place">What is on the screen.</param>
/// <param name="HasContentStarted">Main content has played.</param>
/// <param name="Errors">Errors so far.</param>
/// <param name="BitrateChanges">Changes of the bitrate so far.</param>
/// <param name="Bitrate">As sent; NaN: unknown.</param>
public readonly record struct LiveState(
    bool IsOpen, bool IsCompleted, PlaybackState State, PlaybackPlace Place, bool HasContentStarted, int Errors, int BitrateChanges, double Bitrate);
