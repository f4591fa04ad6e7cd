namespace SessionGrains.Faults.Tests;

internal enum Fault : byte
{
    SiloKilled,

    /// <summary>For up to 8 s: from hardly noticed to nearly declared dead.</summary>
    SiloPaused,

    /// <summary>For 20 to 22 s: declared dead, and then it comes back.</summary>
    SiloHung,
    FrontDoorKilled,
    RedisKilled,
}

/// <summary>A fault, its time and the time when the process was back, on the clock of the answers.</summary>
internal readonly record struct DoneFault(Fault Fault, TimeSpan At, TimeSpan Until);
