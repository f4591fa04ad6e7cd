using SessionGrains.Stores;

namespace SessionGrains.Reports;

/// <summary>
/// The reports of closed sessions, in the order in which the store committed them. A report is added in the batch that stores the closed session (<see
/// cref="IStoredSessionRecord.Report"/>), once per session, and kept for <see cref="ReportsOptions.Retention"/>.
/// </summary>
public interface IReportLog
{
    /// <summary>
    /// The reports after a cursor, oldest first. A reader that continues from the cursor of its last entry never skips a report and never gets one twice,
    /// however many silos append in the meantime.
    /// </summary>
    /// <param name="after">The <see cref="ReportEntry.Cursor"/> of the last entry seen; null for the start of the log.</param>
    /// <param name="limit">Maximum number of entries, from 1. Fewer if they exceed <see cref="ReportBudget.Bytes"/>, but at least one if there is any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException">The cursor was not made by this log, as far as that is known: one of an entry that was removed is taken.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="ReadAsync"/>, without entries beyond another cursor. Whenever it is read, a range has the same entries, unless some were removed: entries that are added
    /// later are never within it. Their order may differ.
    /// </summary>
    /// <param name="after">The start, as for <see cref="ReadAsync"/>.</param>
    /// <param name="until">The <see cref="ReportEntry.Cursor"/> of the last entry, or a later one than <paramref name="after"/>.</param>
    /// <param name="limit">Maximum number of entries, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="ReadAsync"/>
    ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads an entry again; null if it was removed.</summary>
    /// <param name="cursor">Its <see cref="ReportEntry.Cursor"/>.</param>
    /// <param name="stream">Its <see cref="ReportEntry.Stream"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="ReadAsync"/>
    ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default);

    /// <summary>Counts the reports of a range, without reading them.</summary>
    /// <param name="after">The start, as for <see cref="ReadAsync"/>.</param>
    /// <param name="until">The end, as for <see cref="ReadRangeAsync"/>; null for the end of the log.</param>
    /// <param name="limit">About how many are counted at most, from 1: each costs the store some microseconds, in which it does nothing else.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException">A cursor was not made by this log, as far as that is seen without reading.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default);

    /// <summary>A cursor, null for the start of the log, after which are all reports that the store added at a time or later, by its clock, and few others.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>The latest cursor that is beyond neither of two; null, also of an argument, is the start of the log. Of a log with several streams it may be none of the two.</summary>
    /// <exception cref="FormatException">A cursor was not made by this log.</exception>
    string? Earlier(string? one, string? other);
}

/// <summary>Reports that were counted.</summary>
/// <param name="Count">How many.</param>
/// <param name="Cursor">Up to where; null if there are none.</param>
/// <param name="HasMore">Whether there may be more after that.</param>
public readonly record struct ReportCount(int Count, string? Cursor, bool HasMore);

/// <summary>The report of one closed session.</summary>
/// <remarks>Damaged entries are returned too: the cursor must move past them.</remarks>
/// <param name="Cursor">The position right after this entry: digits, <c>-</c> and <c>.</c>; opaque otherwise.</param>
/// <param name="SessionId">The session of the report; any text if the entry is damaged.</param>
/// <param name="Body">The bytes of the report; empty if it is too large.</param>
[GenerateSerializer, Immutable, Alias("sg.report-entry")]
public readonly record struct ReportEntry([property: Id(0)] string Cursor, [property: Id(1)] string SessionId, [property: Id(2)] byte[] Body)
{
    /// <summary>Number of stored bytes, including those not in <see cref="Body"/>.</summary>
    [Id(3)] public long StoredBytes { get; init; } = Body.Length;

    /// <summary>Which of the log's streams holds the entry, from 0. Together with the cursor it identifies the entry.</summary>
    [Id(4)] public int Stream { get; init; }
}
