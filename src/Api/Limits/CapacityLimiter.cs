using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>Limits how much of one resource is taken at a time, in total and by each address (<see cref="AddressRateLimiter"/>). Thread-safe.</summary>
/// <param name="capacity">The capacity of the resource.</param>
internal sealed class CapacityLimiter(long capacity)
{
    private readonly AddressRateLimiter _shares = new(capacity);
    private long _taken;
    private long _refused;

    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Refusals because the capacity was taken, since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Refusals because the address had its share, since the start.</summary>
    public long RateLimited => _shares.Refused;

    /// <summary>Takes an amount. After <see cref="LimitResult.Allowed"/> call <see cref="Return"/>.</summary>
    public LimitResult TryTake(AddressBuckets caller, long amount = 1)
    {
        var taken = Interlocked.Add(ref _taken, amount);
        if (!_shares.TryHold(caller, taken, amount))
        {
            Interlocked.Add(ref _taken, -amount);
            return LimitResult.RateLimited;
        }

        if (taken <= capacity)
            return LimitResult.Allowed;

        Return(caller, amount);
        Interlocked.Increment(ref _refused);
        return LimitResult.Full;
    }

    public void Return(AddressBuckets caller, long amount = 1)
    {
        _shares.Release(caller, amount);
        Interlocked.Add(ref _taken, -amount);
    }
}
