using SessionGrains.Tracking;
using SessionGrains.Tracking.Journals;

namespace SessionGrains.Sessions.Stored;

/// <summary>The journal of a session.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-journal"), OmitDefaultMemberValues]
internal readonly record struct StoredJournal(
    [property: Id(0)] byte[] Entries, [property: Id(1)] long OffsetMs, [property: Id(2)] byte Scene, [property: Id(3)] byte Count, [property: Id(4)] bool IsThinned)
{
    public static StoredJournal Of(TrackingState state) => new(
        state.Journal, state.JournalOffsetMs, (byte)state.JournalScene, state.JournalCount, state.JournalIsThinned);

    public void CopyTo(TrackingState state)
    {
        (state.Journal, state.JournalOffsetMs, var scene, state.JournalCount, state.JournalIsThinned) = this;
        state.JournalScene = (JournalScene)scene;
    }
}

/// <summary>The findings of a session.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-findings"), OmitDefaultMemberValues]
internal readonly record struct StoredFindings([property: Id(0)] StoredFinding[]? Entries, [property: Id(1)] BoundedList OverLimitLists)
{
    public static StoredFindings Of(TrackingState state) => new(StoredFinding.Of(state.FindingEntries), state.OverLimitLists);

    public void CopyTo(TrackingState state) => (state.FindingEntries, state.OverLimitLists) = (StoredFinding.Restore(Entries), OverLimitLists);
}
