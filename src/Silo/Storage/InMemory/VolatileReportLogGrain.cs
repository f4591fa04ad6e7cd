using System.Globalization;
using Orleans.Runtime;
using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>Keeps the last 10,000 reports, enough to develop with.</summary>
[KeepAlive]
internal sealed class VolatileReportLogGrain : Grain, IVolatileReportLog
{
    private const int Capacity = 10_000;

    private readonly Queue<ReportEntry> _entries = new();
    private readonly HashSet<string> _sessions = [];
    private long _position;

    public Task Append(string sessionId, byte[] report)
    {
        if (!_sessions.Add(sessionId))
            return Task.CompletedTask;

        _entries.Enqueue(new ReportEntry((++_position).ToString(CultureInfo.InvariantCulture), sessionId, report));
        if (_entries.Count > Capacity)
            _sessions.Remove(_entries.Dequeue().SessionId);
        return Task.CompletedTask;
    }

    public Task<ReportEntry[]> Read(long after, int limit)
    {
        var oldest = _position - _entries.Count;
        var read = (int)Math.Clamp(after - oldest, 0, _entries.Count);
        return Task.FromResult(_entries.Skip(read).Take(limit).ToArray());
    }
}
