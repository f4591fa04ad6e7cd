using System.Runtime.InteropServices;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>
/// The <see cref="SessionProgress"/> of a session in its stored form. A session is stored with nearly every event, so parts that most sessions lack are groups
/// of their own, null if absent.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.stored-progress"), OmitDefaultMemberValues]
internal sealed record StoredProgress(
    [property: Id(0)] StoredState Settled, [property: Id(1)] StoredArrival[]? Window, [property: Id(2)] StoredArrivals Arrivals, [property: Id(3)] StoredEnd? End,
    [property: Id(4)] StoredDescribed? Described)
{
    public static StoredProgress Of(SessionProgress progress) => new(
        StoredState.Of(progress.Settled), StoredArrival.Of(progress.Window.Events, progress.Settled.PlayerStates), StoredArrivals.Of(progress), StoredEnd.Of(progress),
        StoredDescribed.Of(progress));

    public SessionProgress Restore()
    {
        var settled = Settled.Restore();
        var progress = new SessionProgress(settled) { Window = new(StoredArrival.Restore(Window, settled.PlayerStates)) };
        Arrivals.CopyTo(progress);
        End?.CopyTo(progress);
        Described?.CopyTo(progress);
        return progress;
    }
}

/// <summary>
/// The counts of arrivals, and the values that the next arrival is compared with. Fingerprints are eight bytes each, oldest first; null for none.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.stored-arrivals"), OmitDefaultMemberValues]
internal readonly record struct StoredArrivals(
    [property: Id(0)] int Received, [property: Id(1)] int Duplicates, [property: Id(2)] long FirstDuplicateTs, [property: Id(3)] int Late,
    [property: Id(4)] long LastEventAtMs, [property: Id(5)] long LastMovementAtMs, [property: Id(6)] long LastArrivalAtMs, [property: Id(7)] long LastArrivalTs,
    [property: Id(8)] double LastArrivalPlayhead, [property: Id(9)] long ClockShiftMs, [property: Id(10)] byte[]? Fingerprints)
{
    public static StoredArrivals Of(SessionProgress progress) => new(
        progress.Received, progress.Duplicates, progress.FirstDuplicateTs, progress.Late, progress.LastEventAtMs, progress.LastMovementAtMs,
        progress.LastArrivalAtMs, progress.LastArrivalTs, progress.LastArrivalPlayhead, progress.ClockShiftMs,
        FingerprintsOf(progress));

    public void CopyTo(SessionProgress progress)
    {
        (progress.Received, progress.Duplicates, progress.FirstDuplicateTs, progress.Late, progress.LastEventAtMs, progress.LastMovementAtMs,
            progress.LastArrivalAtMs, progress.LastArrivalTs, progress.LastArrivalPlayhead, progress.ClockShiftMs, var fingerprints) = this;
        foreach (var fingerprint in MemoryMarshal.Cast<byte, ulong>(fingerprints))
        {
            progress.AddFingerprint(fingerprint);
        }
    }

    private static byte[]? FingerprintsOf(SessionProgress progress)
    {
        Span<ulong> fingerprints = stackalloc ulong[FingerprintRing.Capacity];
        var count = progress.CopyFingerprints(fingerprints);
        return count == 0 ? null : MemoryMarshal.AsBytes(fingerprints[..count]).ToArray();
    }
}

/// <summary>How a session was closed.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-end"), OmitDefaultMemberValues]
internal readonly record struct StoredEnd([property: Id(0)] ClosedBy? ClosedBy, [property: Id(1)] long ClosedAtMs, [property: Id(2)] long EndTs, [property: Id(3)] bool Finished)
{
    public static StoredEnd? Of(SessionProgress progress)
    {
        var end = new StoredEnd(progress.ClosedBy, progress.ClosedAtMs, progress.EndTs, progress.Finished);
        return end == default ? null : end;
    }

    public void CopyTo(SessionProgress progress) => (progress.ClosedBy, progress.ClosedAtMs, progress.EndTs, progress.Finished) = this;
}
