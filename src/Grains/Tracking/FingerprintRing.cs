using System.Runtime.CompilerServices;

namespace SessionGrains.Tracking;

/// <summary>
/// Fingerprints of the last accepted events, zero where there is none yet; in the object that they belong to, because as an array of their own they would
/// be one more place in memory that a ping has to fetch.
/// </summary>
[InlineArray(FingerprintRing.Capacity)]
internal struct FingerprintRing
{
    private ulong _first;

    public readonly bool Contains(ulong fingerprint) => fingerprint != 0 && ((ReadOnlySpan<ulong>)this).Contains(fingerprint);
}
