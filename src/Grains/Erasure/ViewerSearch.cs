using System.Text;
using Orleans.Serialization;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;

namespace SessionGrains.Erasure;

/// <summary>
/// Finds the sessions of a viewer in the store, or, once these are erased, in the report log those that are only there. Only what has the id's bytes is read further, or a backslash: a body is stored as it was sent,
/// perhaps with escapes. What cannot be read and has the id's bytes counts as the viewer's: texts are stored in UTF-8.
/// </summary>
/// <param name="viewer">The viewer's id.</param>
/// <param name="erased">
/// Sessions that were erased, to look for their reports in the log, where they may be although the store had lost the mark that a session has one: reports that an export waits for are kept for longer. Null: to
/// look for sessions.
/// </param>
/// <param name="store">The sessions.</param>
/// <param name="log">The reports.</param>
/// <param name="starts">Reads starts.</param>
/// <param name="reports">Reads reports.</param>
internal sealed class ViewerSearch(
    string viewer, HashSet<string>? erased, IErasableStore store, IReportLog log, Serializer<StartRecord> starts, Serializer<SessionView> reports)
{
    /// <summary>Sessions that are stored, erased and told to the sinks together.</summary>
    public const int PartSize = 1_000;

    /// <summary>Most reports of a page; the log limits their bytes too.</summary>
    private const int MostReports = 1_000;

    private readonly byte[] _text = Encoding.UTF8.GetBytes(viewer);

    /// <summary>Where to go on: in the store a place, in the log a cursor. Of no use to another process.</summary>
    private string? _place;

    private bool _isOver;

    /// <summary>Unreadable records that do not have the id, so far.</summary>
    public int Unreadable { get; private set; }

    /// <summary>The next sessions, about a part of them; null if there are no more.</summary>
    public Task<(FoundSession[] Sessions, PartCounts Counts)?> Next(CancellationToken cancellationToken) => erased is null ? NextSessions(cancellationToken) : NextReports(cancellationToken);

    private async Task<(FoundSession[] Sessions, PartCounts Counts)?> NextSessions(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (FoundSession Session, FoundStart Start)>(StringComparer.Ordinal);
        while (!_isOver && found.Count < PartSize)
        {
            var page = await store.FindStartsAsync(_place, [_text, "\\"u8.ToArray()], cancellationToken);
            foreach (var start in page.Found)
            {
                if (IsViewers(start) is var (isViewers, isUnreadable) && isViewers)
                {
                    found.TryAdd(start.SessionId, (new(start.SessionId, isUnreadable), start));
                }
            }

            (_place, _isOver, Unreadable) = (page.Next, page.Next is null, Unreadable + page.Unreadable);
        }

        var open = found.Values.Count(static one => one.Start.IsOpen);
        return found.Count == 0 ? null : ([.. found.Values.Select(static one => one.Session)], new(open, found.Count - open, found.Values.Count(static one => one.Start.HasReport)));
    }

    private async Task<(FoundSession[] Sessions, PartCounts Counts)?> NextReports(CancellationToken cancellationToken)
    {
        var found = new List<FoundSession>();
        while (!_isOver && found.Count < PartSize)
        {
            var page = await log.ReadAsync(_place, MostReports, cancellationToken);
            foreach (var entry in page)
            {
                if (IsViewers(entry) is var (isViewers, isUnreadable) && isViewers)
                {
                    found.Add(new(entry.SessionId, isUnreadable, entry.Cursor, entry.Stream));
                }
            }

            (_place, _isOver) = (page.Count == 0 ? _place : page[^1].Cursor, page.Count == 0);
        }

        return found.Count == 0 ? null : ([.. found], new(0, 0, found.Count));
    }

    private (bool IsViewers, bool IsUnreadable) IsViewers(in FoundStart start)
    {
        try
        {
            return (HasViewer(starts.Deserialize(RecordChecksum.Open(start.SessionId, StoredRecordNames.Start, start.Record))!.Request), false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var hasText = start.Record.Span.IndexOf(_text) >= 0;
            Unreadable += hasText ? 0 : 1;
            return (hasText, true);
        }
    }

    private (bool IsViewers, bool IsUnreadable) IsViewers(in ReportEntry entry)
    {
        var hasText = entry.Body.AsSpan().IndexOf(_text) >= 0;
        var isIntact = RecordChecksum.IsIntact(Encoding.UTF8.GetBytes(entry.SessionId), RecordKind.Report.Name(), entry.Body);
        if (erased!.Contains(entry.SessionId))
        {
            return (true, !isIntact);
        }

        if (!hasText && (!isIntact || !entry.Body.AsSpan().Contains((byte)'\\')))
        {
            Unreadable += isIntact ? 0 : 1;
            return default;
        }

        try
        {
            return (ViewerIds.Has(reports.Deserialize(RecordChecksum.Open(entry.SessionId, RecordKind.Report.Name(), entry.Body))!.StartBody, viewer), false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Unreadable += hasText ? 0 : 1;
            return (hasText, true);
        }
    }

    /// <summary>The request keeps eight ids and cuts long ones; its body has them all.</summary>
    private bool HasViewer(StartRequest request) => SearchKeys.VisitorIds(request).Contains(viewer, StringComparer.Ordinal) || ViewerIds.Has(request.Body, viewer);
}
