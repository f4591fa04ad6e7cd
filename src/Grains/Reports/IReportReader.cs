using Orleans.Concurrency;
using SessionGrains.Messages;
using SessionGrains.Stores;

namespace SessionGrains.Reports;

/// <summary>Reads the report log for a front door that has no store of its own. Key 0; every silo has its own activations.</summary>
[Alias("sg.report-reader")]
public interface IReportReader : IGrainWithIntegerKey
{
    /// <summary>
    /// As <see cref="IReportLog.ReadAsync"/>, the reports opened. Not more than <see cref="ReportBudget.Bytes"/> at a time: whoever asked for more goes on from
    /// the last cursor until there is nothing.
    /// </summary>
    /// <exception cref="FormatException">The cursor was not made by this log.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    [Alias("read"), ReadOnly] Task<SessionReport[]> Read(string? after, int limit);
}

/// <summary>One line of the report log.</summary>
/// <param name="Cursor">Where a reader goes on after it.</param>
/// <param name="Session">The finished session. Only where there is no <see cref="Error"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.session-report")]
public sealed record SessionReport([property: Id(0)] string Cursor, [property: Id(1)] SessionView Session)
{
    /// <summary>Why this report cannot be read (<see cref="Quarantine.UnreadableReason"/>); null: it can.</summary>
    [Id(2)] public string? Error { get; init; }

    /// <summary>Whose report cannot be read; null: that is not known either.</summary>
    [Id(3)] public string? SessionId { get; init; }

    /// <summary>The line of a report that cannot be read.</summary>
    public static SessionReport Unreadable(string cursor, string? sessionId, string error) => new(cursor, null!) { Error = error, SessionId = sessionId };
}
