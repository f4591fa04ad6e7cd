namespace SessionGrains.Stores;

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
