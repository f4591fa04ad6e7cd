using SessionGrains.Sessions.Stored;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Everything of a session that events change, stored next to its <see cref="StartRecord"/>.</summary>
[GenerateSerializer, Alias("sg.progress-record")]
internal sealed class ProgressRecord : IStoredSessionRecord
{
    [field: NonSerialized] public SessionProgress Progress { get; set; } = null!;

    /// <inheritdoc/>
    [field: NonSerialized] public long? SweepAtMs { get; set; }

    /// <inheritdoc/>
    [field: NonSerialized] public long? ExpiresAtMs { get; set; }

    /// <inheritdoc/>
    [field: NonSerialized] public byte[]? Report { get; set; }

    /// <inheritdoc/>
    [field: NonSerialized] public byte[]? Descriptions { get; set; }

    /// <inheritdoc/>
    bool IStoredSessionRecord.RequiresStart => true;

    [Id(0)] internal StoredProgress Stored { get => StoredProgress.Of(Progress); set => Progress = value.Restore(); }
}
