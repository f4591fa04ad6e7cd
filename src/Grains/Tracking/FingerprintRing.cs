using System.Runtime.CompilerServices;

namespace SessionGrains.Tracking;

/// <summary>
/// Fingerprints of the last accepted events; 0 is an empty place. Inline in the object it belongs to: a separate array would be one more memory access per
/// ping.
/// </summary>
[InlineArray(FingerprintRing.Capacity)]
internal struct FingerprintRing
{
    public const int Capacity = 32;

    private ulong _first;

    public readonly bool Contains(ulong fingerprint) => fingerprint != 0 && ((ReadOnlySpan<ulong>)this).Contains(fingerprint);
}
