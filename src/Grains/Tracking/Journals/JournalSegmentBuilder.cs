namespace SessionGrains.Tracking.Journals;

/// <summary>Builds the segments of a journal from its entries in order.</summary>
/// <param name="startTs">The player's clock at the sessionStart, from which entries count.</param>
/// <param name="hasStalls">False if the playhead never moved in the whole session: that is not a stall.</param>
internal sealed class JournalSegmentBuilder(long startTs, bool hasStalls)
{
    private readonly List<JournalSegment> _closed = [];

    /// <summary>The segment that grows; null before the first entry and in a gap.</summary>
    private JournalSegment? _open;

    /// <summary>Number of closed segments before the last gap.</summary>
    private int _beforeGap;

    public void Add(in JournalEntry entry, (string? Name, int? Item) onScreen)
    {
        Change(entry, onScreen);
        if (entry.Has(JournalMarks.Gap))
        {
            Close(startTs + entry.OffsetMs + entry.LastedMs, JournalReader.Seconds(entry.LastPlayheadMs));
            (_open, _beforeGap) = (null, _closed.Count);
        }
    }

    private void Change(in JournalEntry entry, (string? Name, int? Item) onScreen)
    {
        var (name, item) = onScreen;
        var (ts, playhead, kind) = (startTs + entry.OffsetMs, JournalReader.Seconds(entry.PlayheadMs), KindOf(entry.Scene));
        if (_open is null)
        {
            _open = new(kind, ts, ts, name, playhead, playhead, item);
            return;
        }

        var before = entry.Has(JournalMarks.Jump) ? JournalReader.Seconds(entry.PriorPlayheadMs) : _open.Kind == JournalSegmentKind.Stalled ? _open.PlayheadFrom : playhead;
        if (_open.Kind == JournalSegmentKind.Starting && _closed.Count == 0 && ts < _open.FromTs)
        {
            // sessionStart is first, whatever its ts.
            _open = _open with { FromTs = ts };
        }

        var stalled = entry.Has(JournalMarks.Stall) && hasStalls;
        if (entry.Has(JournalMarks.Silence))
        {
            RemoveFrom(ts - entry.SilenceMs, before);
        }
        else if (stalled || kind != _open.Kind || name != _open.Name || item != _open.ItemIndex || before != playhead)
        {
            Close(ts, before);
        }
        else
        {
            return;
        }

        ReclassifyAsStall(stalled ? entry.StallMs : 0, playhead);
        _open = new(kind, ts, ts, name, playhead, playhead, item);
    }

    /// <summary>The segments. Neighbours of the same kind and name are joined; none is empty.</summary>
    public JournalSegment[] Build(long ts, double playhead)
    {
        if (_open is not null)
        {
            Close(ts, playhead);
        }

        var joined = new List<JournalSegment>();
        foreach (var next in _closed)
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Kind == next.Kind && last.Name == next.Name && last.ItemIndex == next.ItemIndex && last.ToTs == next.FromTs && last.PlayheadTo == next.PlayheadFrom)
            {
                joined[^1] = last with { ToTs = next.ToTs, PlayheadTo = next.PlayheadTo };
            }
            else
            {
                joined.Add(next);
            }
        }

        return [.. joined];
    }

    private void Close(long ts, double playhead)
    {
        if (ts > _open!.FromTs)
        {
            _closed.Add(_open with { ToTs = ts, PlayheadTo = playhead });
        }
    }

    /// <summary>Removes the time from <paramref name="ts"/> on: nothing is known of it.</summary>
    private void RemoveFrom(long ts, double playhead)
    {
        Close(ts, playhead);
        while (_closed.Count > 0 && _closed[^1].ToTs > ts)
        {
            var last = _closed[^1];
            _closed.RemoveAt(_closed.Count - 1);
            if (last.FromTs < ts)
            {
                _closed.Add(last with { ToTs = ts, PlayheadTo = playhead });
            }
        }
    }

    /// <summary>Marks the last <paramref name="ms"/> milliseconds of content as a stall. A silence in between does not count; before a gap nothing is known to be part of it.</summary>
    private void ReclassifyAsStall(long ms, double playhead)
    {
        for (var at = _closed.Count - 1; at >= _beforeGap && ms > 0 && _closed[at].Kind == JournalSegmentKind.Content; at--)
        {
            var content = _closed[at];
            var from = Math.Max(content.FromTs, content.ToTs - ms);
            ms -= content.ToTs - from;
            _closed[at] = content with { Kind = JournalSegmentKind.Stalled, FromTs = from, PlayheadFrom = playhead, PlayheadTo = playhead };
            if (from > content.FromTs)
            {
                _closed.Insert(at, content with { ToTs = from, PlayheadTo = playhead });
            }
        }
    }

    private JournalSegmentKind KindOf(JournalScene scene) => scene switch
    {
        JournalScene.Starting => JournalSegmentKind.Starting,
        JournalScene.Paused or JournalScene.AdPaused => JournalSegmentKind.Paused,
        JournalScene.Buffering or JournalScene.AdBuffering => JournalSegmentKind.Buffering,
        JournalScene.Stalled when hasStalls => JournalSegmentKind.Stalled,
        JournalScene.Ad => JournalSegmentKind.Ad,
        JournalScene.AdBreak => JournalSegmentKind.AdBreak,
        JournalScene.Completed => JournalSegmentKind.Completed,
        _ => JournalSegmentKind.Content,
    };
}
