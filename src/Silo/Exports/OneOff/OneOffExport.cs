using SessionGrains.Exports;
using SessionGrains.Reports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.OneOff;

/// <summary>Writes what a report log has of a time as files, once: the same files as a sink's, in a place of their own, without a claim and without moving any exporter.</summary>
/// <param name="log">The log.</param>
/// <param name="opener">Reads its entries.</param>
/// <param name="sink">Where they go.</param>
/// <param name="period">Which sessions.</param>
internal sealed class OneOffExport(IReportLog log, ReportOpener opener, FolderSink sink, ClosingPeriod period)
{
    /// <summary>The sink's name in manifests.</summary>
    public const string Name = "export";

    private const int PageSize = 1_000;
    private const int MostSessions = 10_000;

    private readonly List<SessionReport> _window = [];
    private string? _after;
    private long _bytes;
    private OneOffProgress _done;

    /// <exception cref="Exception">The log could not be read or a file not written: whole windows are there.</exception>
    public async Task<OneOffProgress> RunAsync(IProgress<OneOffProgress> progress, CancellationToken cancellationToken)
    {
        string? cursor = null;
        while (await log.ReadAsync(cursor, PageSize, cancellationToken) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                cursor = entry.Cursor;
                var report = opener.Open(entry);
                _done = _done with { Looked = _done.Looked + 1, ClosedAtMs = report.Session?.ClosedAtMs ?? _done.ClosedAtMs };
                if (period.Has(report))
                {
                    _window.Add(report);
                    _bytes += entry.StoredBytes;
                    _done = _done with { Unreadable = _done.Unreadable + (report.Session is null ? 1 : 0) };
                }

                if (_window.Count >= MostSessions || _bytes >= ExportWindow.MostBytes)
                {
                    await WriteAsync(cursor, cancellationToken);
                }
            }

            progress.Report(_done);
        }

        if (_window.Count > 0)
        {
            await WriteAsync(cursor!, cancellationToken);
        }

        return _done;
    }

    private async Task WriteAsync(string until, CancellationToken cancellationToken)
    {
        await sink.WriteAsync(new(Name, new(_after, until, _done.Sessions + 1, _window.Count, Epoch: 1), ExportWindow.InOrder(_window)), cancellationToken);
        _done = _done with { Sessions = _done.Sessions + _window.Count, Windows = _done.Windows + 1 };
        (_after, _bytes) = (until, 0);
        _window.Clear();
    }
}

/// <summary>When sessions were closed, server clock.</summary>
/// <param name="Since">The first moment.</param>
/// <param name="Until">The first moment after it.</param>
internal readonly record struct ClosingPeriod(DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>A report that cannot be read may be of any time.</summary>
    public bool Has(SessionReport report) =>
        report.Session is not { ClosedAtMs: var closedAtMs } || (closedAtMs >= Since.ToUnixTimeMilliseconds() && closedAtMs < Until.ToUnixTimeMilliseconds());
}

/// <summary>How far it is.</summary>
/// <param name="Sessions">Sessions that are written.</param>
/// <param name="Windows">Windows that are written.</param>
/// <param name="Unreadable">Of the sessions in it or about to be, those that cannot be read.</param>
/// <param name="Looked">Reports that were looked at.</param>
/// <param name="ClosedAtMs">When the last of these was closed, ms since 1970-01-01 UTC; 0: none could be read.</param>
internal readonly record struct OneOffProgress(long Sessions, long Windows, long Unreadable, long Looked, long ClosedAtMs);
