namespace SessionGrains.Api.Operators;

/// <summary>What lets a request read.</summary>
internal enum OperatorAccess : byte
{
    /// <summary>Nothing does.</summary>
    None = 0,

    /// <summary>The configured key, as Bearer or as the password of Basic.</summary>
    Key = 1,

    /// <summary>The cookie for which a page traded the key (<see cref="OperatorCookie"/>).</summary>
    Cookie = 2,

    /// <summary>No key is configured and the caller sits at this machine (<see cref="LoopbackCaller"/>).</summary>
    Loopback = 3,
}
