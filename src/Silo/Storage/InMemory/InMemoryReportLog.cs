using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>The report log of the <c>Memory</c> store: the last 10,000 reports, at most 64 MiB and an eighth of the memory, enough for development. Thread-safe.</summary>
internal sealed class InMemoryReportLog : IReportLog
{
    private const int Capacity = 10_000;

    private const long MaxBytes = 64 << 20;
    private const int MemoryShare = 8;

    private static readonly long CapacityBytes = Math.Min(MaxBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare);

    private readonly Lock _lock = new();
    private readonly Queue<ReportEntry> _entries = new();
    private readonly HashSet<string> _sessions = [];
    private long _position;
    private long _bytes;

    /// <summary>Adds the report of a session, unless it has one.</summary>
    public void Append(string sessionId, byte[] report)
    {
        lock (_lock)
        {
            if (!_sessions.Add(sessionId))
                return;

            _entries.Enqueue(new(NumberedReportCursor.Format(++_position), sessionId, report));
            _bytes += report.Length;
            while (_entries.Count > Capacity || (_bytes > CapacityBytes && _entries.Count > 1))
                Remove(_entries.Dequeue());
        }
    }

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken) => new(Read(after, long.MaxValue, limit));

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken) =>
        new(Read(after, NumberedReportCursor.Parse(until), limit));

    public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken)
    {
        var position = NumberedReportCursor.Parse(cursor, stream);
        lock (_lock)
        {
            var oldest = _position - _entries.Count;
            return new(position > oldest && position <= _position ? _entries.ElementAt((int)(position - oldest) - 1) : null);
        }
    }

    public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken)
    {
        var (first, last) = (after is null ? 0 : NumberedReportCursor.Parse(after), until is null ? long.MaxValue : NumberedReportCursor.Parse(until));
        lock (_lock)
        {
            var start = Math.Max(first, _position - _entries.Count);
            var count = (int)Math.Clamp(Math.Min(last, _position) - start, 0, limit);
            return new(new ReportCount(count, count == 0 ? null : NumberedReportCursor.Format(start + count), count == limit));
        }
    }

    /// <summary>The start: this log keeps no times.</summary>
    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken) => default;

    public string? Earlier(string? one, string? other) => NumberedReportCursor.Earlier(one, other);

    private ReportEntry[] Read(string? after, long until, int limit)
    {
        var position = after is null ? 0 : NumberedReportCursor.Parse(after);
        lock (_lock)
        {
            if (position > _position)
                throw WrongReportCursor.Of(after!);

            var oldest = _position - _entries.Count;
            var read = (int)Math.Clamp(position - oldest, 0, _entries.Count);
            var bytes = 0L;
            var most = (int)Math.Clamp(until - oldest - read, 0, limit);
            return [.. _entries.Skip(read).Take(most).TakeWhile((entry, number) => (bytes += entry.Body.Length) <= ReportBudget.Bytes || number == 0)];
        }
    }

    private void Remove(in ReportEntry entry)
    {
        _sessions.Remove(entry.SessionId);
        _bytes -= entry.Body.Length;
    }
}
