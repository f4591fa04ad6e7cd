using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>The watched part of the main content.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-watched"), OmitDefaultMemberValues]
internal readonly record struct StoredWatched(
    [property: Id(0)] byte Markers, [property: Id(1)] double MinPlayhead, [property: Id(2)] double MaxPlayhead,
    [property: Id(3)] StoredInterval[]? Watched, [property: Id(4)] long WatchingFrom, [property: Id(5)] long WatchingTo)
{
    public static StoredWatched Of(TrackingState state) => new(
        state.Markers, state.MinPlayhead, state.MaxPlayhead, StoredInterval.Of(state.Watched), state.Watching.From, state.Watching.To);

    public void CopyTo(TrackingState state)
    {
        (state.Markers, state.MinPlayhead, state.MaxPlayhead, var watched, var from, var to) = this;
        (state.Watched, state.Watching) = (StoredInterval.Restore(watched), new(from, to));
    }
}

/// <summary>What the stall rule compares the next playhead with.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-stall-watch"), OmitDefaultMemberValues]
internal readonly record struct StoredStallWatch(
    [property: Id(0)] double StallPlayhead, [property: Id(1)] byte StallObservations, [property: Id(2)] long StallObservedTs, [property: Id(3)] bool Stalled,
    [property: Id(4)] double FirstPlayhead, [property: Id(5)] bool PlayheadMoved)
{
    public static StoredStallWatch Of(TrackingState state) =>
        new(state.StallPlayhead, state.StallObservations, state.StallObservedTs, state.Stalled, state.FirstPlayhead, state.PlayheadMoved);

    public void CopyTo(TrackingState state) =>
        (state.StallPlayhead, state.StallObservations, state.StallObservedTs, state.Stalled, state.FirstPlayhead, state.PlayheadMoved) = this;
}

/// <summary>Content time that may still turn out to be a stall.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-held-content"), OmitDefaultMemberValues]
internal readonly record struct StoredPendingStallTime(
    [property: Id(0)] StoredContentTime[]? Suspected, [property: Id(1)] long SuspectedSpanMs, [property: Id(2)] StoredContentTime[]? Frozen, [property: Id(3)] long FrozenSpanMs,
    [property: Id(4)] int FrozenStalls, [property: Id(5)] long FrozenSentTs)
{
    public static StoredPendingStallTime Of(TrackingState state) => new(
        StoredContentTime.Of(state.Suspected.ByChapter), state.Suspected.SpanMs,
        StoredContentTime.Of(state.Frozen.Content.ByChapter), state.Frozen.Content.SpanMs, state.Frozen.Stalls, state.Frozen.SentTs);

    public void CopyTo(TrackingState state)
    {
        state.Suspected = new(StoredContentTime.Restore(Suspected), SuspectedSpanMs);
        state.Frozen = new(new(StoredContentTime.Restore(Frozen), FrozenSpanMs), FrozenStalls, FrozenSentTs);
    }
}
