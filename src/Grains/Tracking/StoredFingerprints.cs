namespace SessionGrains.Tracking;

/// <summary>Fingerprints as they are stored: the first <paramref name="Count"/> of a ring.</summary>
[Immutable]
internal readonly record struct StoredFingerprints(FingerprintRing Ring, byte Count);
