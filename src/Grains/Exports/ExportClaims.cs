using Orleans.Storage;
using SessionGrains.Reports;
using SessionGrains.Stores;

namespace SessionGrains.Exports;

/// <summary>The record of one exporter, every change of which is checked against the version that this process has seen (docs/adr/0021-exports-claim-before-they-leave.md).</summary>
internal sealed class ExportClaims(string name, IGrainStorage storage, IReportLog log, ReportOpener opener)
{
    private const string RecordName = "exporter";
    private const string GrainType = "exporter";

    /// <summary>Stored bytes of the reports of a window.</summary>
    private const long MostBytes = 16 << 20;

    private readonly GrainId _id = GrainId.Create(GrainType, "export:" + name);
    private readonly GrainState<ExportRecord> _state = new(new());

    public ExportRecord Record => _state.State!;

    public async Task ReadAsync()
    {
        await storage.ReadStateAsync(RecordName, _id, _state);
        if (!_state.RecordExists)
        {
            _state.State = new();
        }
    }

    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public async Task WriteAsync(ExportRecord record)
    {
        var written = new GrainState<ExportRecord>(record) { ETag = _state.ETag, RecordExists = _state.RecordExists };
        await storage.WriteStateAsync(RecordName, _id, written);
        (_state.State, _state.ETag, _state.RecordExists) = (record, written.ETag, true);
    }

    /// <summary>Takes over the claim that another process, or an earlier activation, has left: it can write nothing more to the record.</summary>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public Task TakeOverAsync() => WriteAsync(Record with { Epoch = Record.Epoch + 1, Claim = Record.Claim! with { Epoch = Record.Epoch + 1 } });

    /// <summary>Claims the next window, if it is large enough or old enough; null if not.</summary>
    /// <param name="options">When that is.</param>
    /// <param name="nowMs">The server's clock.</param>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public async Task<ExportClaim?> ClaimAsync(ExportOptions options, long nowMs)
    {
        var (cursor, count, bytes) = (Record.Cursor, 0, 0L);
        long? oldestMs = null;
        var isFull = false;
        while (!isFull && await log.ReadAsync(cursor, options.MaxSessions - count) is { Count: > 0 } entries)
        {
            oldestMs ??= ClosedAtMs(entries[0]);
            foreach (var entry in entries)
            {
                (cursor, count, bytes) = (entry.Cursor, count + 1, bytes + entry.StoredBytes);
                isFull = count >= options.MaxSessions || bytes >= MostBytes;
                if (isFull)
                {
                    break;
                }
            }
        }

        if (count == 0 || (!isFull && nowMs - oldestMs < (long)options.Window.TotalMilliseconds))
        {
            return null;
        }

        var claim = new ExportClaim(Record.Cursor, cursor!, Record.Sessions + 1, count, Record.Epoch + 1);
        await WriteAsync(Record with { Claim = claim, Epoch = claim.Epoch });
        return claim;
    }

    /// <summary>The sessions of the claim, in an order that does not depend on when they are read.</summary>
    public async Task<IReadOnlyList<SessionReport>> ReadAsync(ExportClaim claim)
    {
        var reports = new List<SessionReport>(claim.Count);
        var cursor = claim.After;
        while (cursor != claim.Until && await log.ReadRangeAsync(cursor, claim.Until, claim.Count) is { Count: > 0 } entries)
        {
            reports.AddRange(entries.Select(entry => opener.Open(entry)));
            cursor = entries[^1].Cursor;
        }

        return [.. reports.OrderBy(static report => report.Session?.ClosedAtMs ?? 0).ThenBy(static report => report.Session?.SessionId ?? report.SessionId, StringComparer.Ordinal)];
    }

    /// <summary>The claim has left.</summary>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public Task CompleteAsync(ExportClaim claim, long nowMs) => WriteAsync(Record with { Cursor = claim.Until, Sessions = claim.Last, Claim = null, ExportedAtMs = nowMs });

    /// <summary>When the oldest session that has not left was closed, server clock; null: all have left.</summary>
    public async Task<long?> WaitingSinceMsAsync() =>
        await log.ReadAsync(Record.Cursor, 1) is [var oldest] ? ClosedAtMs(oldest) : null;

    /// <summary>0 of a report that cannot be read: it does not wait.</summary>
    private long ClosedAtMs(in ReportEntry entry) => opener.Open(entry).Session?.ClosedAtMs ?? 0;
}
