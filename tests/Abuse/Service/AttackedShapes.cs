namespace SessionGrains.Abuse.Tests;

/// <summary>One process and its Sqlite file, for all tests that want nothing special of it.</summary>
[CollectionDefinition(Name)]
public sealed class OneProcess : ServiceFixture, ICollectionFixture<OneProcess>
{
    public const string Name = "one process";

    internal override ServiceShape Shape { get; } = new();
}

/// <summary>One process that gives way to 100 requests at a time.</summary>
public sealed class SmallFrontDoor : ServiceFixture
{
    internal override ServiceShape Shape { get; } = new(Settings: ["--Door:MaxConcurrentRequests=100"]);
}

/// <summary>One process whose places are few, so that one machine can take half of each.</summary>
public sealed class FewPlaces : ServiceFixture
{
    public const int Work = 24;
    public const int Bodies = 40;
    public const int Connections = 400;
    public const int Streams = 20;

    internal override ServiceShape Shape { get; } = new(Settings:
    [
        $"--Door:MaxConcurrentRequests={Work}", $"--Door:MaxReceivingBodies={Bodies}", $"--Door:MaxConnections={Connections}", $"--Operator:MaxStreams={Streams}",
    ]);
}

/// <summary>One process in which 160 MiB must do.</summary>
public sealed class LittleMemory : ServiceFixture
{
    internal override ServiceShape Shape { get; } = new(HeapMegabytes: 160);
}

/// <summary>A silo and a front door: what one says to the other is a message.</summary>
public sealed class SiloAndFrontDoor : ServiceFixture
{
    internal override ServiceShape Shape { get; } = new(HasSiloOfItsOwn: true);
}

/// <summary>One process that keeps its sessions in Redis.</summary>
public sealed class OnRedis : ServiceFixture
{
    internal override ServiceShape Shape { get; } = new(IsOnRedis: true);
}
