using System.Runtime.CompilerServices;

namespace SessionGrains.Tracking;

/// <summary>
/// Fingerprints of the last accepted events, zero where there is none yet; in the object that they belong to, because as an array of their own they would
/// be one more place in memory that a ping has to fetch.
/// </summary>
[InlineArray(TrackingRules.RememberedFingerprints)]
internal struct FingerprintRing
{
    private ulong _first;

    /// <summary>Takes the ring as it was stored, or what an earlier version stored of one that was not full.</summary>
    /// <returns>How many.</returns>
    public byte Fill(ReadOnlySpan<ulong> stored)
    {
        Span<ulong> ring = this;
        ring.Clear();
        stored = stored[..Math.Min(stored.Length, ring.Length)];
        stored.CopyTo(ring);
        return (byte)stored.Length;
    }

    public readonly ulong[] ToArray(int count) => ((ReadOnlySpan<ulong>)this)[..count].ToArray();

    public readonly bool Contains(ulong fingerprint) => fingerprint != 0 && ((ReadOnlySpan<ulong>)this).Contains(fingerprint);
}
