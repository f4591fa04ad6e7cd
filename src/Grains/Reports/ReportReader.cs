using Orleans.Concurrency;
using Orleans.Serialization;
using SessionGrains.Sessions;

namespace SessionGrains.Reports;

[StatelessWorker, GrainType("report-reader")]
internal sealed class ReportReader(IReportLog log, Serializer<SessionView> serializer) : Grain, IReportReader
{
    public async Task<SessionReport[]> Read(string? after, int limit)
    {
        var entries = await log.ReadAsync(after, limit);
        return [.. entries.Select(entry => new SessionReport(entry.Cursor, serializer.Deserialize(entry.Body)!))];
    }
}
