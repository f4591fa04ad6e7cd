namespace SessionGrains.Tracking;

internal sealed partial class TrackingState
{
    /// <summary>Whether nothing but time, playhead and what follows from them by adding up differs from <paramref name="before"/>.</summary>
    public bool DiffersFromOnlyInTime(TrackingState before) =>
        Stalled == before.Stalled
        && PlayheadMoved == before.PlayheadMoved
        && Markers == before.Markers
        && Ended == before.Ended
        && ReferenceEquals(FindingEntries, before.FindingEntries)
        && ReferenceEquals(OtherQuality, before.OtherQuality)
        && Bitrate.Equals(before.Bitrate)
        && DroppedFrames.Equals(before.DroppedFrames)
        && FramesPerSecond.Equals(before.FramesPerSecond)
        && TimeToStart.Equals(before.TimeToStart)
        && IgnoredDroppedFrames.Equals(before.IgnoredDroppedFrames)
        && IgnoredTimeToStart.Equals(before.IgnoredTimeToStart)
        && ErrorId == before.ErrorId
        && ErrorSource == before.ErrorSource;
}
