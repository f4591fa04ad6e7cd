namespace SessionGrains.Tracking;

internal sealed partial class TrackingState
{
    /// <summary>Whether the state differs from <paramref name="before"/> only in time, playhead and the sums that grow with them.</summary>
    public bool DiffersOnlyInTimeFrom(in ComparableState before) =>
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

    /// <summary>The parts of a state that passing time does not change, copied because the state is changed in place.</summary>
    public readonly struct ComparableState(TrackingState state)
    {
        public readonly bool Stalled = state.Stalled;
        public readonly bool PlayheadMoved = state.PlayheadMoved;
        public readonly byte Markers = state.Markers;
        public readonly bool Ended = state.Ended;
        public readonly FindingEntry[] FindingEntries = state.FindingEntries;
        public readonly QoeValue[] OtherQuality = state.OtherQuality;
        public readonly double Bitrate = state.Bitrate;
        public readonly double DroppedFrames = state.DroppedFrames;
        public readonly double FramesPerSecond = state.FramesPerSecond;
        public readonly double TimeToStart = state.TimeToStart;
        public readonly double IgnoredDroppedFrames = state.IgnoredDroppedFrames;
        public readonly double IgnoredTimeToStart = state.IgnoredTimeToStart;
        public readonly string? ErrorId = state.ErrorId;
        public readonly string? ErrorSource = state.ErrorSource;
    }
}
