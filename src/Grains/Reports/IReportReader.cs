using Orleans.Concurrency;
using SessionGrains.Sessions;

namespace SessionGrains.Reports;

/// <summary>Reads the report log for a front door that has no store of its own. Key 0; every silo has its own activations.</summary>
[Alias("sg.report-reader")]
public interface IReportReader : IGrainWithIntegerKey
{
    /// <summary>As <see cref="IReportLog.ReadAsync"/>, the reports opened.</summary>
    /// <exception cref="FormatException">The cursor was not made by this log.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    [Alias("read"), ReadOnly] Task<SessionReport[]> Read(string? after, int limit);
}

/// <summary>One line of the report log.</summary>
/// <param name="Cursor">Where a reader goes on after it.</param>
/// <param name="Session">The finished session.</param>
[GenerateSerializer, Immutable, Alias("sg.session-report")]
public sealed record SessionReport([property: Id(0)] string Cursor, [property: Id(1)] SessionView Session);
