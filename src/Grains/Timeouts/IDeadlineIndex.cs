using SessionGrains.Stores;

namespace SessionGrains.Timeouts;

/// <summary>
/// The durable, coarse index of when a session must be looked at, kept by the session store: any silo finds in it the sessions whose silo died.
/// A record's <see cref="IStoredSessionRecord.SweepAtMs"/> is put into it in the batch that stores the record; only the sweep corrects it later.
/// A store of Orleans' own (Memory, OrleansRedis) keeps none: there nothing is ever due.
/// </summary>
public interface IDeadlineIndex
{
    /// <summary>Sessions whose time has come, the longest overdue first. An entry stays due until it is corrected.</summary>
    /// <param name="nowMs">Server clock, ms since 1970-01-01 UTC; an entry at this very time is due.</param>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken = default);

    /// <summary>Moves entries to the time at which to look again, or takes them out; durable when it returns.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer; any part of the corrections may have been made.</exception>
    ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken = default);
}

/// <summary>When to look at a session again (ms since 1970-01-01 UTC); null: never.</summary>
public readonly record struct DeadlineCorrection(string SessionId, long? SweepAtMs);
