using SessionGrains.Stores;

namespace SessionGrains.Sessions;

/// <summary>The sessionStart as stored: once, never rewritten.</summary>
[GenerateSerializer, Alias("sg.start-record")]
public sealed class StartRecord : IStoredSessionRecord
{
    [Id(0)] public StartRequest Request { get; set; } = null!;

    /// <summary>Server clock at the start, ms since 1970-01-01 UTC.</summary>
    [Id(1)] public long OpenedAtMs { get; set; }

    /// <summary>True for a downloaded session. Without a progress record it is incomplete, and was never answered 2xx.</summary>
    [Id(2)] public bool IsDownloaded { get; set; }

    /// <summary>For the deadline index; not part of the stored bytes.</summary>
    [field: NonSerialized] public long? SweepAtMs { get; set; }

    long? IStoredSessionRecord.ExpiresAtMs => null;

    byte[]? IStoredSessionRecord.Report => null;

    byte[]? IStoredSessionRecord.Descriptions => null;
}
