using SessionGrains.Messages;

namespace SessionGrains.Sessions;

/// <summary>
/// What a session store needs to know of a record beyond its bytes. A store that understands it (the group-commit store) does all of it in
/// the batch that stores the record; one that doesn't (Orleans' own providers) ignores it.
/// </summary>
public interface IStoredSessionRecord
{
    /// <summary>When the sweep must look at the session (server clock, ms since 1970-01-01 UTC); null: leave the index as it is;
    /// <see cref="long.MaxValue"/>: take the session out of the index.</summary>
    long? SweepAtMs { get; }

    /// <summary>When the store may forget the whole session (server clock, ms since 1970-01-01 UTC); null: not before it is closed.</summary>
    long? ExpiresAtMs { get; }

    /// <summary>The report to append to the report log together with this record: one per session ever, the store keeps the first. Null: none.</summary>
    byte[]? Report { get; }
}

/// <summary>Names of the records of a session in its <c>IGrainStorage</c>.</summary>
public static class StoredRecordNames
{
    /// <summary>Key of the session store among the keyed <c>IGrainStorage</c> services.</summary>
    public const string StorageName = "sessions";

    /// <summary>The sessionStart: written once.</summary>
    public const string Start = "start";

    /// <summary>All that events change: rewritten by them; absent until the first one.</summary>
    public const string Progress = "progress";
}

/// <summary>The sessionStart as stored: once, never rewritten.</summary>
[GenerateSerializer, Alias("sg.start-record")]
public sealed class StartRecord : IStoredSessionRecord
{
    [Id(0)] public StartRequest Request { get; set; } = null!;

    /// <summary>Server clock at the start, ms since 1970-01-01 UTC.</summary>
    [Id(1)] public long OpenedAtMs { get; set; }

    /// <summary>True for a downloaded batch: without a progress record it is half a batch, which nobody was told was taken.</summary>
    [Id(2)] public bool IsDownloaded { get; set; }

    /// <summary>Written into the deadline index at the start; not part of the stored bytes.</summary>
    [field: NonSerialized] public long? SweepAtMs { get; set; }

    long? IStoredSessionRecord.ExpiresAtMs => null;

    byte[]? IStoredSessionRecord.Report => null;
}
