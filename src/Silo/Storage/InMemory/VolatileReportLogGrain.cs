using System.Globalization;
using Orleans.Runtime;
using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>Keeps the last 10,000 reports, 64 MiB at most: enough to develop with.</summary>
[KeepAlive]
internal sealed class VolatileReportLogGrain : Grain, IVolatileReportLog
{
    private const int Capacity = 10_000;

    private const long CapacityBytes = 64 << 20;

    private readonly Queue<ReportEntry> _entries = new();
    private readonly HashSet<string> _sessions = [];
    private long _position;
    private long _bytes;

    public Task Append(string sessionId, byte[] report)
    {
        if (!_sessions.Add(sessionId))
            return Task.CompletedTask;

        _entries.Enqueue(new ReportEntry((++_position).ToString(CultureInfo.InvariantCulture), sessionId, report));
        _bytes += report.Length;
        while (_entries.Count > Capacity || (_bytes > CapacityBytes && _entries.Count > 1))
            Forget(_entries.Dequeue());

        return Task.CompletedTask;
    }

    public Task<ReportEntry[]> Read(long after, int limit)
    {
        var oldest = _position - _entries.Count;
        var read = (int)Math.Clamp(after - oldest, 0, _entries.Count);
        var bytes = 0L;
        return Task.FromResult(_entries.Skip(read).Take(limit)
            .TakeWhile((entry, number) => (bytes += entry.Body.Length) <= ReportBudget.Bytes || number == 0).ToArray());
    }

    private void Forget(in ReportEntry entry)
    {
        _sessions.Remove(entry.SessionId);
        _bytes -= entry.Body.Length;
    }
}
