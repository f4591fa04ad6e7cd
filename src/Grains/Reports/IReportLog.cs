using SessionGrains.Stores;

namespace SessionGrains.Reports;

/// <summary>
/// What closed sessions left behind, in the order in which the store committed it. A report enters the log in the batch that stores the closed
/// session (<see cref="IStoredSessionRecord.Report"/>), once a session, and stays for <see cref="ReportsOptions.Retention"/>.
/// </summary>
public interface IReportLog
{
    /// <summary>
    /// The reports after a cursor, oldest first. Whoever goes on from the cursor of the last entry that it took never skips one and never gets one
    /// twice, however many silos append meanwhile.
    /// </summary>
    /// <param name="after">The <see cref="ReportEntry.Cursor"/> of the last entry seen; null begins with the oldest that is kept.</param>
    /// <param name="limit">At most so many entries, from 1; fewer where those have more than <see cref="ReportBudget.Bytes"/>, but one if there is any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException">The cursor was not made by this log.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default);
}

/// <summary>One closed session's report.</summary>
/// <remarks>Whatever is stored in its place is an entry: the cursor has to go past it.</remarks>
/// <param name="Cursor">The position right after this entry: digits, <c>-</c> and <c>.</c>; opaque otherwise.</param>
/// <param name="SessionId">Whose report it is; anything where the entry is damaged.</param>
/// <param name="Body">The bytes as the session wrote them; none where they are too many.</param>
[GenerateSerializer, Immutable, Alias("sg.report-entry")]
public readonly record struct ReportEntry([property: Id(0)] string Cursor, [property: Id(1)] string SessionId, [property: Id(2)] byte[] Body)
{
    /// <summary>How many bytes are stored, those that are not in <see cref="Body"/> included.</summary>
    [Id(3)] public long StoredBytes { get; init; } = Body.Length;
}
