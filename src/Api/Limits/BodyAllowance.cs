using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>The bytes of a <see cref="ReceivingLimiter"/> that one body holds; grows with the body.</summary>
internal struct BodyAllowance(ReceivingLimiter limiter, AddressBuckets caller)
{
    /// <summary>Bytes up to which a body that arrives with its headers is not counted. Most bodies are that small, and the work limit bounds their number.</summary>
    public const int UncountedBytes = 4 * 1024;

    public int Count { get; private set; }

    /// <summary>Counts up to <paramref name="bytes"/> in total for the body.</summary>
    public LimitResult TryGrowTo(int bytes)
    {
        if (bytes <= Count)
            return LimitResult.Allowed;

        var entry = limiter.Bytes.TryTake(caller, bytes - Count);
        if (entry == LimitResult.Allowed)
            Count = bytes;
        return entry;
    }

    /// <summary>Transfers the bytes to the caller of this method, which must return them.</summary>
    public int Detach()
    {
        var count = Count;
        Count = 0;
        return count;
    }

    public void Return()
    {
        if (Count > 0)
            limiter.Bytes.Return(caller, Detach());
    }
}
