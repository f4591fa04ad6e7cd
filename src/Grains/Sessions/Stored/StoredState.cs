using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>A <see cref="TrackingState"/> in its stored form: in groups, null if they are as in a new state.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-state"), OmitDefaultMemberValues]
internal sealed record StoredState(
    [property: Id(0)] StoredPlayback Playback, [property: Id(1)] StoredSums? Sums, [property: Id(2)] StoredWatched? Watched, [property: Id(3)] StoredStallWatch? StallWatch,
    [property: Id(4)] StoredPendingStallTime? PendingStallTime, [property: Id(5)] StoredAds? Ads, [property: Id(6)] StoredChapters? Chapters, [property: Id(7)] StoredPlayerState[]? PlayerStates,
    [property: Id(8)] StoredQuality? Quality, [property: Id(9)] StoredErrors? Errors, [property: Id(10)] StoredFindings? Findings, [property: Id(11)] StoredJournal Journal,
    [property: Id(12)] StoredRecent? Recent)
{
    private static readonly StoredState New = Of(new TrackingState(0, 0), asNew: null);

    public static StoredState Of(TrackingState state) => Of(state, New);

    public TrackingState Restore()
    {
        var state = new TrackingState(0, 0) { PlayerStates = StoredPlayerState.Restore(PlayerStates) };
        Playback.CopyTo(state);
        Sums?.CopyTo(state);
        Watched?.CopyTo(state);
        StallWatch?.CopyTo(state);
        PendingStallTime?.CopyTo(state);
        Ads?.CopyTo(state);
        Chapters?.CopyTo(state);
        state.Recent = Recent?.Restore();
        Quality?.CopyTo(state);
        Errors?.CopyTo(state);
        Findings?.CopyTo(state);
        Journal.CopyTo(state);
        return state;
    }

    private static StoredState Of(TrackingState state, StoredState? asNew) => new(
        StoredPlayback.Of(state),
        NullIfNew(StoredSums.Of(state), asNew?.Sums),
        NullIfNew(StoredWatched.Of(state), asNew?.Watched),
        NullIfNew(StoredStallWatch.Of(state), asNew?.StallWatch),
        NullIfNew(StoredPendingStallTime.Of(state), asNew?.PendingStallTime),
        NullIfNew(StoredAds.Of(state), asNew?.Ads),
        NullIfNew(StoredChapters.Of(state), asNew?.Chapters),
        StoredPlayerState.Of(state.PlayerStates),
        NullIfNew(StoredQuality.Of(state), asNew?.Quality),
        NullIfNew(StoredErrors.Of(state), asNew?.Errors),
        NullIfNew(StoredFindings.Of(state), asNew?.Findings),
        StoredJournal.Of(state),
        StoredRecent.Of(state.Recent));

    private static T? NullIfNew<T>(T group, T? asNew)
        where T : struct, IEquatable<T> => asNew is { } value && group.Equals(value) ? null : group;
}

/// <summary>The position of a session, and what the viewer sees.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-playback"), OmitDefaultMemberValues]
internal readonly record struct StoredPlayback(
    [property: Id(0)] long LastTs, [property: Id(1)] long LastSentTs, [property: Id(2)] uint RanksAtLastTs, [property: Id(3)] double Playhead,
    [property: Id(4)] byte Main, [property: Id(5)] byte Place, [property: Id(6)] byte AdState,
    [property: Id(7)] bool ContentStarted, [property: Id(8)] bool ContentCompleted, [property: Id(9)] bool Ended)
{
    public static StoredPlayback Of(TrackingState state) => new(
        state.LastTs, state.LastSentTs, state.RanksAtLastTs, state.Playhead, (byte)state.Main, (byte)state.Place, (byte)state.AdState,
        state.ContentStarted, state.ContentCompleted, state.Ended);

    public void CopyTo(TrackingState state)
    {
        (state.LastTs, state.LastSentTs, state.RanksAtLastTs, state.Playhead, var main, var place, var adState, state.ContentStarted, state.ContentCompleted, state.Ended) = this;
        (state.Main, state.Place, state.AdState) = ((PlaybackState)main, (PlaybackPlace)place, (PlaybackState)adState);
    }
}

/// <summary>Times and counts, and the moments that the next event is compared with.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-sums"), OmitDefaultMemberValues]
internal readonly record struct StoredSums(
    [property: Id(0)] long CountedMs, [property: Id(1)] long ContentMs, [property: Id(2)] long AdMs, [property: Id(3)] long PauseMs, [property: Id(4)] long BufferMs,
    [property: Id(5)] long StallMs, [property: Id(6)] int Plays, [property: Id(7)] int Pauses, [property: Id(8)] int Buffers, [property: Id(9)] int Stalls,
    [property: Id(10)] long LastPlaybackTs, [property: Id(11)] long FirstAdOrPingTs, [property: Id(12)] long LastPingTs)
{
    public static StoredSums Of(TrackingState state) => new(
        state.CountedMs, state.ContentMs, state.AdMs, state.PauseMs, state.BufferMs, state.StallMs,
        state.Plays, state.Pauses, state.Buffers, state.Stalls, state.LastPlaybackTs, state.FirstAdOrPingTs, state.LastPingTs);

    public void CopyTo(TrackingState state) =>
        (state.CountedMs, state.ContentMs, state.AdMs, state.PauseMs, state.BufferMs, state.StallMs,
            state.Plays, state.Pauses, state.Buffers, state.Stalls, state.LastPlaybackTs, state.FirstAdOrPingTs, state.LastPingTs) = this;
}
