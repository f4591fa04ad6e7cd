using Orleans.Concurrency;
using Orleans.Serialization;
using SessionGrains.Sessions;

namespace SessionGrains.Reports;

[StatelessWorker, GrainType("report-reader")]
internal sealed class ReportReader(IReportLog log, Serializer<SessionView> serializer) : Grain, IReportReader
{
    public async Task<SessionReport[]> Read(string? after, int limit)
    {
        var entries = await ReadLog(after, limit);
        return [.. entries.Select(entry => new SessionReport(entry.Cursor, serializer.Deserialize(entry.Body)!))];
    }

    private async Task<IReadOnlyList<ReportEntry>> ReadLog(string? after, int limit)
    {
        try
        {
            return await log.ReadAsync(after, limit);
        }
        catch (StoreUnavailableException failure)
        {
            throw StoreUnavailableException.Of(failure);
        }
    }
}
