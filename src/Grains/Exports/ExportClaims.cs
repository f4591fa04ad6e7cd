using Orleans.Storage;
using SessionGrains.Reports;
using SessionGrains.Stores;

namespace SessionGrains.Exports;

/// <summary>The record of one exporter, every change of which is checked against the version that this process has seen (docs/adr/0021-exports-claim-before-they-leave.md).</summary>
internal sealed class ExportClaims(string name, IGrainStorage storage, IReportLog log, ReportOpener opener)
{
    private const string RecordName = "exporter";
    private const string GrainType = "exporter";

    /// <summary>Entries among which one that can be read is looked for, to say since when sessions wait.</summary>
    private const int MostLookedAt = 100;

    /// <summary>Waiting sessions that are counted: some ms of the store's time.</summary>
    public const int MostCounted = 10_000;

    private readonly GrainId _id = GrainId.Create(GrainType, "export:" + name);
    private readonly GrainState<ExportRecord> _state = new(new());
    private NextWindow? _next;

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

        // What was seen may expire during a pause.
        _next = record.IsPaused ? null : _next;
    }

    /// <summary>Takes over the claim or the rewind that another process, or an earlier activation, has left: it can write nothing more to the record.</summary>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public Task TakeOverAsync()
    {
        var epoch = Record.Epoch + 1;
        return WriteAsync(Record with
        {
            Epoch = epoch,
            Claim = Record.Claim is { } claim ? claim with { Epoch = epoch } : null,
            Rewind = Record.Rewind is { } rewind ? rewind with { Epoch = epoch } : null,
        });
    }

    /// <summary>Claims the next window, if it is large enough or old enough; null if not.</summary>
    /// <param name="options">When that is.</param>
    /// <param name="nowMs">The server's clock.</param>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    /// <exception cref="InvalidOperationException">The log does not know the record's cursor.</exception>
    public async Task<ExportClaim?> ClaimAsync(ExportOptions options, long nowMs)
    {
        var next = _next is { } seen && seen.After == Record.Cursor ? seen : new(Record.Cursor);
        while (!next.IsFull(options) && await ReadLogAsync(next.Until, options.MaxSessions - next.Count) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                // One that cannot be read does not wait.
                next = next.With(entry, Math.Min(ClosedAtMs(entry) ?? 0, nowMs));
                if (next.IsFull(options))
                {
                    break;
                }
            }
        }

        _next = next;
        if (next.Count == 0 || (!next.IsFull(options) && nowMs - next.OldestMs < (long)options.Window.TotalMilliseconds))
        {
            return null;
        }

        var claim = new ExportClaim(Record.Cursor, next.Until!, Record.Sessions + 1, next.Count, Record.Epoch + 1);
        await WriteAsync(Record with { Claim = claim, Epoch = claim.Epoch });
        return claim;
    }

    /// <summary>The sessions of the claim.</summary>
    public async Task<IReadOnlyList<SessionReport>> ReadAsync(ExportClaim claim)
    {
        var reports = new List<SessionReport>(claim.Count);
        var cursor = claim.After;
        while (cursor != claim.Until && await log.ReadRangeAsync(cursor, claim.Until, claim.Count) is { Count: > 0 } entries)
        {
            reports.AddRange(entries.Select(entry => opener.Open(entry)));
            cursor = entries[^1].Cursor;
        }

        return ExportWindow.InOrder(reports);
    }

    /// <summary>The claim has left.</summary>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public Task CompleteAsync(ExportClaim claim, long nowMs) => WriteAsync(Record with { Cursor = claim.Until, Sessions = claim.Last, Claim = null, ExportedAtMs = nowMs, Failing = null, Passed = 0, PassedOf = 0 });

    /// <summary>When the oldest session that has not left was closed, server clock; null: all have left. Reports that cannot be read have no such time.</summary>
    /// <exception cref="InvalidOperationException">The log does not know the cursor.</exception>
    public async Task<long?> WaitingSinceMsAsync()
    {
        if (await ReadLogAsync(Record.Cursor, 1) is not [var oldest])
        {
            return null;
        }

        return ClosedAtMs(oldest) ?? (await ReadLogAsync(Record.Cursor, MostLookedAt)).Select(entry => ClosedAtMs(entry)).FirstOrDefault(static since => since is not null);
    }

    /// <summary>How many sessions have not left, those of the claim among them; null: the log does not know the cursor.</summary>
    public async Task<ReportCount?> CountWaitingAsync()
    {
        try
        {
            return await log.CountAsync(Record.Cursor, null, MostCounted);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Has the sink go back. What was claimed is not claimed any more: it leaves again, perhaps in other windows.</summary>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public Task RewindAsync(ExportPlace place) =>
        WriteAsync(Record with { Claim = null, Failing = null, Passed = 0, PassedOf = 0, Rewind = new(place.Cursor, place.Sessions, Record.Epoch + 1), Epoch = Record.Epoch + 1 });

    /// <summary>The sink has gone back.</summary>
    /// <exception cref="InconsistentStateException">Another process has written the record.</exception>
    public Task CompleteAsync(ExportRewind rewind) =>
        WriteAsync(Record with
        {
            Cursor = rewind.Cursor,
            Sessions = rewind.Sessions,
            Rewind = null,
            Rewinds = Record.Rewinds + 1,

            // They leave again anyway.
            DeadLetters = [.. Record.DeadLetters.Where(letter => letter.Window.First <= rewind.Sessions)],
        });

    private async Task<IReadOnlyList<ReportEntry>> ReadLogAsync(string? after, int limit)
    {
        try
        {
            return await log.ReadAsync(after, limit);
        }
        catch (FormatException failure)
        {
            throw new InvalidOperationException(
                "The report log does not have the place up to which everything has left: the server's store was set back or replaced. Restore the newer one, or export under another sink name.", failure);
        }
    }

    /// <summary>Null of a report that cannot be read.</summary>
    private long? ClosedAtMs(in ReportEntry entry) => opener.Open(entry).Session?.ClosedAtMs;

    /// <summary>What was seen of the next window so far, so that each look reads only what has come since.</summary>
    /// <param name="After">The cursor after which it begins.</param>
    /// <param name="Until">The cursor up to which it was seen.</param>
    private sealed record NextWindow(string? After, string? Until)
    {
        public NextWindow(string? after)
            : this(after, after)
        {
        }

        /// <summary>When the first of it was closed, or seen, if the clock that closed it was ahead; ms since 1970-01-01 UTC.</summary>
        public long OldestMs { get; private init; } = long.MaxValue;

        public int Count { get; private init; }

        private long Bytes { get; init; }

        public bool IsFull(ExportOptions options) => Count >= options.MaxSessions || Bytes >= ExportWindow.MostBytes;

        public NextWindow With(in ReportEntry entry, long sinceMs) =>
            this with { Until = entry.Cursor, Count = Count + 1, Bytes = Bytes + entry.StoredBytes, OldestMs = Math.Min(OldestMs, sinceMs) };
    }
}
