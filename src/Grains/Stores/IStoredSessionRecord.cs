namespace SessionGrains.Stores;

/// <summary>
/// What a session store needs to know of a record besides its bytes. The group-commit store handles it in the batch that stores the record; Orleans' own
/// providers ignore it.
/// </summary>
public interface IStoredSessionRecord
{
    /// <summary>
    /// When the sweep must check the session (server clock, ms since 1970-01-01 UTC). Null leaves the index unchanged; <see cref="long.MaxValue"/> removes the
    /// session from it.
    /// </summary>
    long? SweepAtMs { get; }

    /// <summary>When the store may remove the session (server clock, ms since 1970-01-01 UTC); null before it is closed.</summary>
    long? ExpiresAtMs { get; }

    /// <summary>The report to append to the report log in the same batch. The store keeps the first report of a session. Null for none.</summary>
    byte[]? Report { get; }

    /// <summary>
    /// Bytes to append to the session's record <see cref="StoredRecordNames.Descriptions"/> in the same batch, if this record is stored. Null for none, and always with a store that does not
    /// implement <see cref="IDescriptionReader"/>.
    /// </summary>
    byte[]? Descriptions { get; }

    /// <summary>
    /// Whether the first version of this record is stored only if the session has its <see cref="StoredRecordNames.Start"/>: a writer that knows nothing of an erasure must not bring
    /// the session back. Stores that are not <see cref="IErasableStore"/> ignore it.
    /// </summary>
    bool RequiresStart => false;
}
