using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>
/// Decides when an address gets a 429: limits how much of one resource an address holds at a time (docs/protocol.md#when-there-is-too-much-to-do). Nobody is limited while at
/// most half of the resource is taken; beyond that no address, and no /48 of IPv6, gets more than a quarter of it. Thread-safe, no allocation, no lock.
/// </summary>
/// <remarks>
/// Addresses are counted in a table of fixed size, so addresses that share a bucket count as one. All buckets together hold no more than the capacity, so only a
/// handful can exceed a quarter at any time; an innocent address shares one of those with a probability of about 4 in 65,536.
/// </remarks>
/// <param name="capacity">The capacity of the resource.</param>
internal sealed class AddressRateLimiter(long capacity)
{
    /// <summary>As many as <see cref="AddressBuckets"/> can address.</summary>
    private const int Buckets = ushort.MaxValue + 1;

    private readonly long[] _addresses = new long[Buckets];
    private readonly long[] _sites = new long[Buckets];
    private readonly long _half = capacity / 2;
    private readonly long _share = Math.Max(1, capacity / 4);
    private long _refused;

    /// <summary>Number of refusals since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Counts an amount for the caller. True: call <see cref="Release"/> later. False: the caller exceeds its share, and nothing is counted.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="taken">What all callers together would hold, including this amount.</param>
    /// <param name="amount">The amount.</param>
    public bool TryHold(AddressBuckets caller, long taken, long amount = 1)
    {
        var held = Interlocked.Add(ref _addresses[caller.Address], amount);
        if (caller.Site != 0)
            held = Math.Max(held, Interlocked.Add(ref _sites[caller.Site], amount));
        if (taken <= _half || held <= _share)
            return true;

        Release(caller, amount);
        Interlocked.Increment(ref _refused);
        return false;
    }

    public void Release(AddressBuckets caller, long amount = 1)
    {
        Interlocked.Add(ref _addresses[caller.Address], -amount);
        if (caller.Site != 0)
            Interlocked.Add(ref _sites[caller.Site], -amount);
    }

    /// <summary>What the bucket of the caller's address holds.</summary>
    public long HeldBy(AddressBuckets caller) => Volatile.Read(ref _addresses[caller.Address]);
}
