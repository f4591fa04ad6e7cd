using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Tests;

/// <summary>Requests of many, each from an address of its own, so that no share has anything to say.</summary>
internal static class Passers
{
    private static int _count;

    private static AddressBuckets Next => new((ushort)Interlocked.Increment(ref _count), 0);

    public static bool TryEnter(this WorkLimiter limiter, WorkPriority priority) => limiter.TryEnter(priority, Next) == LimitResult.Allowed;

    public static async Task<bool> Wait(this WorkLimiter limiter, CancellationToken gone = default) => await limiter.Wait(Next, gone) == LimitResult.Allowed;

    /// <summary>Whoever leaves: to the share of one who holds nothing it makes no difference.</summary>
    public static void Leave(this WorkLimiter limiter) => limiter.Leave(Next);
}
