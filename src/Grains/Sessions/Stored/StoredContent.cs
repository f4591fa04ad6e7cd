using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>What was watched of the main content.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-watched"), OmitDefaultMemberValues]
internal readonly record struct StoredWatched(
    [property: Id(0)] byte Markers, [property: Id(1)] double LeastPlayhead, [property: Id(2)] double GreatestPlayhead,
    [property: Id(3)] StoredInterval[]? Watched, [property: Id(4)] long WatchingFrom, [property: Id(5)] long WatchingTo)
{
    public static StoredWatched Of(TrackingState state) => new(
        state.Markers, state.LeastPlayhead, state.GreatestPlayhead, StoredInterval.Of(state.Watched), state.Watching.From, state.Watching.To);

    public void CopyTo(TrackingState state)
    {
        (state.Markers, state.LeastPlayhead, state.GreatestPlayhead, var watched, var from, var to) = this;
        (state.Watched, state.Watching) = (StoredInterval.Restore(watched), new(from, to));
    }
}

/// <summary>What is compared with the next playhead.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-stall-watch"), OmitDefaultMemberValues]
internal readonly record struct StoredStallWatch(
    [property: Id(0)] double StallPlayhead, [property: Id(1)] byte StallSightings, [property: Id(2)] long StallSightedTs, [property: Id(3)] bool Stalled,
    [property: Id(4)] double FirstPlayhead, [property: Id(5)] bool PlayheadMoved)
{
    public static StoredStallWatch Of(TrackingState state) =>
        new(state.StallPlayhead, state.StallSightings, state.StallSightedTs, state.Stalled, state.FirstPlayhead, state.PlayheadMoved);

    public void CopyTo(TrackingState state) =>
        (state.StallPlayhead, state.StallSightings, state.StallSightedTs, state.Stalled, state.FirstPlayhead, state.PlayheadMoved) = this;
}

/// <summary>Content time that may yet turn out to be a stall.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-held-content"), OmitDefaultMemberValues]
internal readonly record struct StoredPendingStallTime(
    [property: Id(0)] StoredContentShare[]? Suspected, [property: Id(1)] long SuspectedSpanMs, [property: Id(2)] StoredContentShare[]? Frozen, [property: Id(3)] long FrozenSpanMs,
    [property: Id(4)] int FrozenStalls, [property: Id(5)] long FrozenSentTs)
{
    public static StoredPendingStallTime Of(TrackingState state) => new(
        StoredContentShare.Of(state.Suspected.Shares), state.Suspected.SpanMs,
        StoredContentShare.Of(state.Frozen.Held.Shares), state.Frozen.Held.SpanMs, state.Frozen.Stalls, state.Frozen.SentTs);

    public void CopyTo(TrackingState state)
    {
        state.Suspected = new(StoredContentShare.Restore(Suspected), SuspectedSpanMs);
        state.Frozen = new(new(StoredContentShare.Restore(Frozen), FrozenSpanMs), FrozenStalls, FrozenSentTs);
    }
}
