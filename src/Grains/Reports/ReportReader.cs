using Orleans.Concurrency;
using SessionGrains.Stores;

namespace SessionGrains.Reports;

[StatelessWorker, GrainType("report-reader")]
internal sealed class ReportReader(IReportLog log, ReportOpener opener) : Grain, IReportReader
{
    public async Task<SessionReport[]> Read(string? after, int limit)
    {
        var reports = new List<SessionReport>();
        var bytes = 0L;
        foreach (var entry in await ReadLog(log => log.ReadAsync(after, limit)))
        {
            bytes += entry.Body.Length;
            if (reports.Count > 0 && bytes > ReportBudget.Bytes)
                break;

            reports.Add(opener.Open(entry));
        }

        return [.. reports];
    }

    public async Task<SessionReport?> ReadAgain(string cursor, int stream) =>
        await ReadLog(log => log.ReadAgainAsync(cursor, stream)) is { } entry ? opener.Open(entry) : null;

    private async Task<T> ReadLog<T>(Func<IReportLog, ValueTask<T>> read)
    {
        try
        {
            return await read(log);
        }
        catch (StoreUnavailableException failure)
        {
            throw StoreUnavailableException.Of(failure);
        }
    }
}
