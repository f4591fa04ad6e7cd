using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>The report log of a cluster that keeps nothing: one grain holds the latest reports while its silo lives.</summary>
[Alias("sg.volatile-report-log")]
internal interface IVolatileReportLog : IGrainWithIntegerKey
{
    [Alias("append")] Task Append(string sessionId, byte[] report);

    [Alias("read")] Task<ReportEntry[]> Read(long after, int limit);
}
