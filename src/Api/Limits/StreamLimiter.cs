using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>Bounds the streams that are open, because each holds a connection for as long as a page is open.</summary>
/// <param name="most">Says how many may be open. Asked late: a wrong setting is told at the start together with the others.</param>
internal sealed class StreamLimiter(Func<int> most)
{
    private readonly Lazy<AddressRateLimiter> _shares = new(() => new(most()));
    private int _open;

    /// <summary>Streams that may be open at a time.</summary>
    public int Most => most();

    /// <summary>Streams that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Streams that were refused because their address had its share, since the start.</summary>
    public long RateLimited => _shares.Value.Refused;

    /// <summary>A stream is to begin. <see cref="LimitResult.Allowed"/>: <see cref="Leave"/> follows.</summary>
    public LimitResult TryEnter(AddressBuckets caller)
    {
        var open = Interlocked.Increment(ref _open);
        if (!_shares.Value.TryHold(caller, open))
        {
            Interlocked.Decrement(ref _open);
            return LimitResult.RateLimited;
        }

        if (open <= Most)
            return LimitResult.Allowed;

        Leave(caller);
        return LimitResult.Full;
    }

    /// <summary>A stream has ended.</summary>
    public void Leave(AddressBuckets caller)
    {
        _shares.Value.Release(caller);
        Interlocked.Decrement(ref _open);
    }
}
