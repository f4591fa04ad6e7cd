namespace SessionGrains.Api.Limits;

/// <summary>What a limiter says to somebody who wants a place.</summary>
internal enum LimitResult : byte
{
    /// <summary>It is given, and must be given back.</summary>
    Entered = 0,

    /// <summary>All are taken: 503.</summary>
    Full = 1,

    /// <summary>Over half are taken, and the caller's address has its quarter (<see cref="Callers.Shares.AddressRateLimiter"/>): 429.</summary>
    RateLimited = 2,
}
