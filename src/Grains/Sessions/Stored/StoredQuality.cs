using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>Quality of experience.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-quality"), OmitDefaultMemberValues]
internal readonly record struct StoredQuality(
    [property: Id(0)] double Bitrate, [property: Id(1)] double DroppedFrames, [property: Id(2)] double FramesPerSecond, [property: Id(3)] double TimeToStart,
    [property: Id(4)] QoeValue[] Others, [property: Id(5)] double BitrateMs, [property: Id(6)] long BitrateKnownMs, [property: Id(7)] int BitrateChanges,
    [property: Id(8)] StoredIgnoredQuality? Ignored)
{
    public static StoredQuality Of(TrackingState state) => new(
        state.Bitrate, state.DroppedFrames, state.FramesPerSecond, state.TimeToStart, state.OtherQuality, state.BitrateMs, state.BitrateKnownMs, state.BitrateChanges,
        double.IsNaN(state.IgnoredDroppedFrames) && double.IsNaN(state.IgnoredTimeToStart) ? null : new StoredIgnoredQuality(state.IgnoredDroppedFrames, state.IgnoredTimeToStart));

    public void CopyTo(TrackingState state)
    {
        (state.Bitrate, state.DroppedFrames, state.FramesPerSecond, state.TimeToStart, var others, state.BitrateMs, state.BitrateKnownMs, state.BitrateChanges, var ignored) = this;
        state.OtherQuality = SharedTexts.Of(others);
        if (ignored is { } values)
        {
            (state.IgnoredDroppedFrames, state.IgnoredTimeToStart) = values;
        }
    }
}

/// <summary>The latest values below 0; NaN for none.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-ignored-quality")]
internal readonly record struct StoredIgnoredQuality([property: Id(0)] double DroppedFrames, [property: Id(1)] double TimeToStart);

/// <summary>The errors of a session, and the id and source of the latest.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-errors"), OmitDefaultMemberValues]
internal readonly record struct StoredErrors(
    [property: Id(0)] string? LatestId, [property: Id(1)] string? LatestSource, [property: Id(2)] int Events, [property: Id(3)] byte[]? Errors)
{
    public static StoredErrors Of(TrackingState state) => new(state.ErrorId, state.ErrorSource, state.ErrorEvents, state.Errors.Bytes);

    public void CopyTo(TrackingState state)
    {
        (state.ErrorId, state.ErrorSource, state.ErrorEvents, var errors) = this;
        state.Errors = new(errors);
    }
}
