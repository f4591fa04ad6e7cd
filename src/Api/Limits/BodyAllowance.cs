using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>What one body takes of the bytes of a <see cref="ReceivingLimiter"/>; it grows with the body.</summary>
internal struct BodyAllowance(ReceivingLimiter limiter, AddressBuckets caller)
{
    /// <summary>A body that comes with its headers and is no larger is not counted: most are, and so many of them as are worked on need no bound.</summary>
    public const int Free = 4 * 1024;

    public int Count { get; private set; }

    /// <summary>The body takes that many bytes by now.</summary>
    public LimitResult TryGrowTo(int bytes)
    {
        if (bytes <= Count)
            return LimitResult.Allowed;

        var entry = limiter.TryTake(caller, bytes - Count);
        if (entry == LimitResult.Allowed)
            Count = bytes;
        return entry;
    }

    /// <summary>Somebody else gives the bytes back.</summary>
    public int Detach()
    {
        var count = Count;
        Count = 0;
        return count;
    }

    public void Return()
    {
        if (Count > 0)
            limiter.Return(caller, Detach());
    }
}
