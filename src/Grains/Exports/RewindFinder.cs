using System.Globalization;
using SessionGrains.Reports;

namespace SessionGrains.Exports;

/// <summary>Up to where sessions have left: the cursor, and the number of the last one.</summary>
internal readonly record struct ExportPlace(string? Cursor, long Sessions);

/// <summary>Finds the place to which an exporter can go back so that its sink has each session once again afterwards.</summary>
internal sealed class RewindFinder(IReportLog log)
{
    /// <summary>Reports that are counted in one call of the log.</summary>
    private const int CountedAtOnce = 10_000;

    /// <summary>The place, and what an operator must know about it, if anything.</summary>
    /// <param name="left">Up to where sessions have left.</param>
    /// <param name="target">Where to go back to.</param>
    /// <param name="windows">The sink's windows, the newest first, if it takes back whole ones only.</param>
    /// <param name="nowMs">The server's clock.</param>
    /// <exception cref="RewindRefusedException">It cannot go there.</exception>
    public async Task<(ExportPlace Place, string? Note)> FindAsync(ExportPlace left, ExportRewindTarget target, Func<IAsyncEnumerable<ExportClaim>?> windows, long nowMs)
    {
        var cursor = await CursorOfAsync(target, left, nowMs);
        if (cursor == left.Cursor)
        {
            return (left, null);
        }

        return windows() is { } listed ? (await AtWindowAsync(left, cursor, listed), null) : await AnywhereAsync(left, cursor);
    }

    private async Task<string?> CursorOfAsync(ExportRewindTarget target, ExportPlace left, long nowMs)
    {
        if (target.TimeMs is { } time)
        {
            return time <= nowMs
                ? log.Earlier(await log.FindAsync(DateTimeOffset.FromUnixTimeMilliseconds(time)), left.Cursor)
                : throw new RewindRefusedException("The time is in the future.");
        }

        if (target.Cursor is not { } wanted)
        {
            return null;
        }

        try
        {
            await log.ReadAsync(wanted, 1);
            var earlier = log.Earlier(wanted, left.Cursor);
            return earlier != left.Cursor || earlier == wanted ? earlier : throw new RewindRefusedException($"The cursor is beyond '{left.Cursor}', up to which sessions have left.");
        }
        catch (FormatException failure)
        {
            throw new RewindRefusedException(failure.Message);
        }
    }

    /// <summary>Sessions may come again from any place; those that the log has no more do not.</summary>
    private async Task<(ExportPlace Place, string? Note)> AnywhereAsync(ExportPlace left, string? cursor)
    {
        var place = new ExportPlace(cursor, left.Sessions - await CountAsync(cursor, left.Cursor));
        var isBeforeLog = cursor is null ? place.Sessions > 0 : (await log.CountAsync(null, cursor, 1)).Count == 0;
        return (place, isBeforeLog ? string.Create(CultureInfo.InvariantCulture, $"The report log begins after that place, or just there: the first {place.Sessions} sessions that have left do not leave again.") : null);
    }

    /// <summary>The sink has whole windows, so they leave again from the start of the one that has the place, if the log has all of their reports.</summary>
    private async Task<ExportPlace> AtWindowAsync(ExportPlace left, string? cursor, IAsyncEnumerable<ExportClaim> windows)
    {
        var known = new List<ExportClaim>();
        var isFound = false;
        await foreach (var window in windows)
        {
            // A window that was written without having been completed is taken back too, without looking for it.
            if (window.First > left.Sessions)
            {
                continue;
            }

            if (window.Last != (known.Count > 0 ? known[^1].First - 1 : left.Sessions))
            {
                break;
            }

            known.Add(window);
            if (log.Earlier(window.After, cursor) == window.After)
            {
                isFound = true;
                break;
            }
        }

        if (!isFound && cursor is not null)
        {
            throw Refusal("The sink does not know which sessions left from there: its list of windows begins later. Windows are listed since this version, unless the list was deleted.", await OldestCompleteAsync(known, left));
        }

        var place = isFound ? StartOf(known[^1]) : new ExportPlace(null, 0);
        return await HasAllAsync(place, left)
            ? place
            : throw Refusal("The report log does not have all that left from there any more: the sink would lose sessions for ever.", await OldestCompleteAsync(known, left));
    }

    /// <summary>Whether nothing that left after a place has expired. Expired reports are the oldest, so if an older one is there, those that are missing were erased, and are not to come again.</summary>
    private async Task<bool> HasAllAsync(ExportPlace place, ExportPlace left) =>
        (place.Cursor is not null && (await log.CountAsync(null, place.Cursor, 1)).Count > 0) || await CountAsync(place.Cursor, left.Cursor) == left.Sessions - place.Sessions;

    /// <summary>The oldest window from which on the log has all reports: expired ones are the oldest, so halving the list finds it.</summary>
    private async Task<ExportClaim?> OldestCompleteAsync(List<ExportClaim> windows, ExportPlace left)
    {
        var (complete, end) = (0, windows.Count);
        while (complete < end)
        {
            var middle = (complete + end) / 2;
            var place = StartOf(windows[middle]);
            (complete, end) = await HasAllAsync(place, left) ? (middle + 1, end) : (complete, middle);
        }

        return complete == 0 ? null : windows[complete - 1];
    }

    private static RewindRefusedException Refusal(string why, ExportClaim? oldest)
    {
        var from = oldest is null ? "No earlier place is possible any more."
            : oldest.After is null ? "It is possible from the beginning."
            : string.Create(CultureInfo.InvariantCulture, $"It is possible from the cursor '{oldest.After}' on, which is session {oldest.First}.");
        return new($"{why} {from}", isConflict: true);
    }

    private async Task<long> CountAsync(string? after, string? until)
    {
        var (count, counted) = (0L, new ReportCount(0, null, HasMore: true));
        for (var cursor = after; counted.HasMore && cursor != until; cursor = counted.Cursor ?? cursor)
        {
            counted = await log.CountAsync(cursor, until, CountedAtOnce);
            count += counted.Count;
        }

        return count;
    }

    private static ExportPlace StartOf(ExportClaim window) => new(window.After, window.First - 1);
}
