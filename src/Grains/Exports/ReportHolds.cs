using System.Collections.Concurrent;

namespace SessionGrains.Exports;

/// <summary>
/// How far the exporters have come in the report log, as this silo has last seen it: what has not left may stay longer than <c>Reports:Retention</c>, and what is deleted all the
/// same is counted. Thread-safe.
/// </summary>
public sealed class ReportHolds(IExportSinks sinks)
{
    private readonly ConcurrentDictionary<string, long> _expired = new(sinks.All.Keys.Select(static sink => KeyValuePair.Create(sink, 0L)));
    private volatile IReadOnlyList<ReportHold>? _all = sinks.All.Count == 0 ? [] : null;

    /// <summary>One for each sink; null while it is not known where they are: then nothing may be deleted.</summary>
    public IReadOnlyList<ReportHold>? All => _all;

    /// <summary>Reports that were deleted before they had left, by sink, since this silo started.</summary>
    public IEnumerable<KeyValuePair<string, long>> Expired => _expired;

    public void Set(IReadOnlyList<ReportHold> all) => _all = all;

    public void RecordExpired(string sink, long reports) => _expired.AddOrUpdate(sink, reports, (_, before) => before + reports);
}

/// <summary>How far an exporter has come.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Cursor">Everything up to here has left; null: nothing has.</param>
/// <param name="MaxBytes">So many bytes of older reports wait for it, more do not.</param>
public sealed record ReportHold(string Sink, string? Cursor, long MaxBytes);
