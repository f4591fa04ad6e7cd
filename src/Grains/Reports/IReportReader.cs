using Orleans.Concurrency;
using SessionGrains.Stores;

namespace SessionGrains.Reports;

/// <summary>Reads the report log for a front door without a store of its own. Key 0; every silo has its own activations.</summary>
[Alias("sg.report-reader")]
public interface IReportReader : IGrainWithIntegerKey
{
    /// <summary>
    /// As <see cref="IReportLog.ReadAsync"/>, with the reports deserialized. At most <see cref="ReportBudget.Bytes"/> per call: callers continue from the last
    /// cursor until the answer is empty.
    /// </summary>
    /// <exception cref="FormatException">The cursor was not made by this log.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    [Alias("read"), ReadOnly] Task<SessionReport[]> Read(string? after, int limit);

    /// <summary>As <see cref="IReportLog.ReadAgainAsync"/>, with the report deserialized.</summary>
    /// <inheritdoc cref="Read"/>
    [Alias("read-again"), ReadOnly] Task<SessionReport?> ReadAgain(string cursor, int stream);
}

/// <summary>One line of the report log.</summary>
/// <param name="Cursor">The position after this line.</param>
/// <param name="Session">The finished session. Null if there is an <see cref="Error"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.session-report")]
public sealed record SessionReport([property: Id(0)] string Cursor, [property: Id(1)] SessionView Session)
{
    /// <summary>Why this report cannot be read (<see cref="Quarantine.UnreadableReason"/>); null if it can.</summary>
    [Id(2)] public string? Error { get; init; }

    /// <summary>The session of a report that cannot be read; null if it is unknown.</summary>
    [Id(3)] public string? SessionId { get; init; }

    /// <summary>As <see cref="ReportEntry.Stream"/>.</summary>
    [Id(4)] public int Stream { get; init; }

    /// <summary>The line of a report that cannot be read.</summary>
    public static SessionReport Unreadable(string cursor, string? sessionId, string error) => new(cursor, null!) { Error = error, SessionId = sessionId };
}
