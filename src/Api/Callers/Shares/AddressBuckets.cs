namespace SessionGrains.Api.Callers.Shares;

/// <summary>The buckets in which an <c>AddressRateLimiter</c> counts a caller.</summary>
/// <param name="Address">Bucket of the address; for IPv6, of its /64.</param>
/// <param name="Site">Bucket of the /48 of an IPv6 address; 0 for IPv4.</param>
internal readonly record struct AddressBuckets(ushort Address, ushort Site);
