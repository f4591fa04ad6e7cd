namespace SessionGrains.Api.Operators.Access;

/// <summary>What lets a request read.</summary>
internal enum OperatorAccess : byte
{
    /// <summary>A key, as Bearer or as the password of Basic.</summary>
    Key = 1,

    /// <summary>The cookie for which a page traded its key (<see cref="OperatorCookie"/>).</summary>
    Cookie = 2,

    /// <summary>No key is needed and the caller sits at this machine (<see cref="LoopbackCaller"/>): in Development alone.</summary>
    Loopback = 3,
}
