namespace SessionGrains.Api.Callers.Shares;

/// <summary>Where a caller is counted in every <see cref="AddressRateLimiter"/>.</summary>
/// <param name="Address">The cell of the address, of IPv6 of its /64.</param>
/// <param name="Site">The cell of the /48 of an IPv6 address; 0: there is none.</param>
internal readonly record struct AddressBuckets(ushort Address, ushort Site);
