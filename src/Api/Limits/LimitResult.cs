namespace SessionGrains.Api.Limits;

/// <summary>A limiter's decision.</summary>
internal enum LimitResult : byte
{
    /// <summary>Granted; must be returned later.</summary>
    Allowed = 0,

    /// <summary>All capacity is taken: 503.</summary>
    Full = 1,

    /// <summary>Over half is taken, and the caller's address holds its quarter (<see cref="AddressRateLimiter"/>): 429.</summary>
    RateLimited = 2,
}
