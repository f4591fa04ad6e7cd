using Microsoft.Extensions.Options;
using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>
/// Bounds the bodies of requests: how many are on their way, and how many bytes all of them take (decisions.md section 7). Waiting for a body costs no
/// place of <see cref="WorkLimiter"/>, so clients that send headers and nothing else keep nobody from work. A body that is small and comes together
/// with its headers, as a ping does, is not counted.
/// </summary>
internal sealed class ReceivingLimiter(IOptions<RequestLimitOptions> options)
{
    private readonly int _mostBodies = options.Value.MaxReceivingBodies;
    private readonly long _mostBytes = options.Value.ReceivingBytes;
    private readonly AddressRateLimiter _sharesOfBodies = new(options.Value.MaxReceivingBodies);
    private readonly AddressRateLimiter _sharesOfBytes = new(options.Value.ReceivingBytes);
    private int _bodies;
    private long _bytes;
    private long _refusedBodies;
    private long _refusedBytes;

    /// <summary>Bodies that are on their way.</summary>
    public int Bodies => Volatile.Read(ref _bodies);

    /// <summary>Bytes that are counted.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Bodies that were not waited for, since the start.</summary>
    public long RefusedBodies => Volatile.Read(ref _refusedBodies);

    /// <summary>Bodies that there was no room for, since the start.</summary>
    public long RefusedBytes => Volatile.Read(ref _refusedBytes);

    /// <summary>Bodies that were not waited for because their address had its share, since the start.</summary>
    public long BodiesBeyondShare => _sharesOfBodies.Refused;

    /// <summary>The same for want of bytes.</summary>
    public long BytesBeyondShare => _sharesOfBytes.Refused;

    /// <summary>A body is to be waited for. <see cref="LimitResult.Allowed"/>: <see cref="Leave"/> follows.</summary>
    public LimitResult TryEnter(AddressBuckets caller)
    {
        var bodies = Interlocked.Increment(ref _bodies);
        if (!_sharesOfBodies.TryHold(caller, bodies))
        {
            Interlocked.Decrement(ref _bodies);
            return LimitResult.RateLimited;
        }

        if (bodies <= _mostBodies)
            return LimitResult.Allowed;

        Leave(caller);
        Interlocked.Increment(ref _refusedBodies);
        return LimitResult.Full;
    }

    /// <summary>A body is there, or is not waited for any more.</summary>
    public void Leave(AddressBuckets caller)
    {
        _sharesOfBodies.Release(caller);
        Interlocked.Decrement(ref _bodies);
    }

    /// <summary>A body takes so many bytes more. <see cref="LimitResult.Allowed"/>: <see cref="Return"/> follows.</summary>
    public LimitResult TryTake(AddressBuckets caller, long bytes)
    {
        var taken = Interlocked.Add(ref _bytes, bytes);
        if (!_sharesOfBytes.TryHold(caller, taken, bytes))
        {
            Interlocked.Add(ref _bytes, -bytes);
            return LimitResult.RateLimited;
        }

        if (taken <= _mostBytes)
            return LimitResult.Allowed;

        Return(caller, bytes);
        Interlocked.Increment(ref _refusedBytes);
        return LimitResult.Full;
    }

    /// <summary>Bytes are not held any more.</summary>
    public void Return(AddressBuckets caller, long bytes)
    {
        _sharesOfBytes.Release(caller, bytes);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
