using System.Runtime.CompilerServices;

namespace SessionGrains.Tracking;

/// <summary>
/// Fingerprints of the last accepted events, in the object that they belong to: as an array of their own they would be one more place in memory that a ping
/// has to fetch.
/// </summary>
internal struct FingerprintRing
{
    private Slots _slots;

    /// <summary>How long the ring is: <see cref="TrackingRules.RememberedFingerprints"/>, or as long as it was stored until something is added.</summary>
    private byte _length;

    public static FingerprintRing Of(ulong[] stored)
    {
        var ring = default(FingerprintRing);
        var known = stored.AsSpan(0, Math.Min(stored.Length, TrackingRules.RememberedFingerprints));
        known.CopyTo(ring._slots);
        ring._length = (byte)known.Length;
        return ring;
    }

    public readonly ulong[] ToArray() => ((ReadOnlySpan<ulong>)_slots)[.._length].ToArray();

    public readonly bool Contains(ulong fingerprint) => fingerprint != 0 && ((ReadOnlySpan<ulong>)_slots).Contains(fingerprint);

    /// <param name="fingerprint">Not zero.</param>
    /// <param name="next">Where it goes; afterwards where the next one goes.</param>
    public void Add(ulong fingerprint, ref int next)
    {
        if (_length < TrackingRules.RememberedFingerprints)
        {
            (next, _length) = (_length, TrackingRules.RememberedFingerprints);
        }

        _slots[next] = fingerprint;
        next = (next + 1) % TrackingRules.RememberedFingerprints;
    }

    [InlineArray(TrackingRules.RememberedFingerprints)]
    private struct Slots
    {
        private ulong _first;
    }
}
