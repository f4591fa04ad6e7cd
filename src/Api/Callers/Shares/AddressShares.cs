namespace SessionGrains.Api.Callers.Shares;

/// <summary>
/// What each client address holds of one place (decisions.md section 7). Nobody is limited while the place is at most half full; beyond that no address,
/// and no /48 of IPv6, gets more than a quarter of it. Thread-safe, no allocation, no lock.
/// </summary>
/// <remarks>
/// A table of fixed size: addresses that meet in a cell count as one. All cells together hold no more than the place has, so at most a handful of them
/// can be beyond a quarter at any time, and an address that did nothing meets one of those with a probability of about 4 in 65,536.
/// </remarks>
/// <param name="most">What the place has.</param>
internal sealed class AddressRateLimiter(long most)
{
    /// <summary>As many as <see cref="AddressBuckets"/> can name.</summary>
    private const int Cells = ushort.MaxValue + 1;

    private readonly long[] _addresses = new long[Cells];
    private readonly long[] _sites = new long[Cells];
    private readonly long _half = most / 2;
    private readonly long _share = Math.Max(1, most / 4);
    private long _refused;

    /// <summary>How often somebody was refused, since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>The caller takes some of the place. True: <see cref="Release"/> follows. False: it is beyond its share.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="taken">What would be taken of the place by everybody, this included.</param>
    /// <param name="amount">How much this is.</param>
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

    /// <summary>What the caller's address holds, and whoever shares its cell.</summary>
    public long HeldBy(AddressBuckets caller) => Volatile.Read(ref _addresses[caller.Address]);
}
