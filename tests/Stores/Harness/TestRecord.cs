namespace SessionGrains.Stores.Tests;

/// <summary>A record with everything that a store must know of one.</summary>
[GenerateSerializer, Alias("sg.tests.record")]
public sealed class TestRecord : IStoredSessionRecord
{
    [Id(0)] public byte[] Content { get; set; } = [];

    [field: NonSerialized] public long? SweepAtMs { get; set; }

    [field: NonSerialized] public long? ExpiresAtMs { get; set; }

    [field: NonSerialized] public byte[]? Report { get; set; }

    [field: NonSerialized] public byte[]? Descriptions { get; set; }

    [field: NonSerialized] public bool NeedsStart { get; set; }

    bool IStoredSessionRecord.RequiresStart => NeedsStart;
}
