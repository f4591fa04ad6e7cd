namespace SessionGrains.Api.Operators.Access;

/// <summary>What lets a request read.</summary>
internal enum OperatorAccess : byte
{
    /// <summary>A key, as Bearer or as the password of Basic.</summary>
    Key = 1,

    /// <summary>The cookie that a page exchanged its key for (<see cref="OperatorCookie"/>).</summary>
    Cookie = 2,

    /// <summary>No key is needed: Development without a configured key, and a caller on this machine (<see cref="LoopbackCaller"/>).</summary>
    Loopback = 3,
}
