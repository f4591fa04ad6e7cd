using SessionGrains.Stores;

namespace SessionGrains.Timeouts;

/// <summary>
/// The durable, coarse index of session deadlines, kept by the session store. Any silo finds in it the sessions whose silo died. A record's <see
/// cref="IStoredSessionRecord.SweepAtMs"/> is written to it in the batch that stores the record; later only the sweep corrects it. Orleans' own stores (Memory,
/// OrleansRedis) have no index: there nothing is ever due.
/// </summary>
public interface IDeadlineIndex
{
    /// <summary>The due sessions, the longest overdue first. An entry stays due until it is corrected.</summary>
    /// <param name="nowMs">Server clock, ms since 1970-01-01 UTC. An entry at exactly this time is due.</param>
    /// <param name="limit">Maximum number of sessions, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken = default);

    /// <summary>Moves entries to a later time or removes them; durable on return.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer. Some of the corrections may have been made.</exception>
    ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken = default);
}

/// <summary>When to check a session again (ms since 1970-01-01 UTC); null for never.</summary>
public readonly record struct DeadlineCorrection(string SessionId, long? SweepAtMs);
