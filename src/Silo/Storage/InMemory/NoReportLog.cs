using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>For the yardstick: it stores sessions, not reports.</summary>
internal sealed class NoReportLog : IReportLog
{
    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken) => new([]);
}
