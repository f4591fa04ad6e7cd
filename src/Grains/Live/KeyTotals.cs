namespace SessionGrains.Live;

/// <summary>The totals of one key in a partition: the counts of all silos together, the minutes, and for a title the recent viewers.</summary>
internal sealed class KeyTotals(LiveKey key, long nowMs)
{
    /// <summary>One sample every 10 s, for 10 minutes.</summary>
    public const int RecentSamples = 60;

    private readonly CurrentMinute _minute = new(nowMs);
    private int[] _recent = [];
    private int _recentFrom;

    public LiveKey Key => key;

    public string? Name { get; set; }

    public string? Channel { get; set; }

    public LiveFigures Figures { get; private set; }

    /// <summary>Number of rows of silos that are added up here.</summary>
    public int RowCount { get; set; }

    /// <summary>Oldest first, without empty ones.</summary>
    public List<LiveMinute> Minutes { get; private set; } = [];

    /// <summary>Viewers every 10 s, oldest first.</summary>
    public int[] Recent => [.. _recent.AsSpan(_recentFrom), .. _recent.AsSpan(0, _recentFrom)];

    public bool CanForget => RowCount == 0 && Minutes.Count == 0 && Array.TrueForAll(_recent, static viewers => viewers == 0);

    /// <summary>Adds the change of a silo's counts.</summary>
    public void Change(in LiveFigures change, long nowMs)
    {
        _minute.AddTime(Figures, nowMs);
        _minute.AddEvents(change.Cumulative);
        Figures += change;
        _minute.UpdatePeak(Figures.Viewers);
    }

    public void Sample()
    {
        if (_recent.Length < RecentSamples)
        {
            if (_recent.Length > 0 || Figures.Viewers > 0)
                _recent = [.. _recent, Figures.Viewers];

            return;
        }

        _recent[_recentFrom] = Figures.Viewers;
        _recentFrom = (_recentFrom + 1) % RecentSamples;
    }

    /// <summary>Ends the current minute; null if it was empty.</summary>
    public LiveMinute? EndMinute(int minute, long nowMs)
    {
        _minute.AddTime(Figures, nowMs);
        var ended = _minute.End(minute);
        if (ended.IsEmpty)
            return null;

        Minutes.Add(ended);
        return ended;
    }

    /// <summary>Inserts a stored minute.</summary>
    public void Restore(LiveMinute minute)
    {
        var at = Minutes.FindIndex(one => one.Minute >= minute.Minute);
        if (at < 0)
            Minutes.Add(minute);
        else if (Minutes[at].Minute != minute.Minute)
            Minutes.Insert(at, minute);
    }

    /// <summary>Removes the minutes before <paramref name="minute"/> and returns their number.</summary>
    public int ForgetBefore(int minute)
    {
        var old = Minutes.FindIndex(one => one.Minute >= minute) is var first && first < 0 ? Minutes.Count : first;
        if (old > 0)
            Minutes.RemoveRange(0, old);

        if (Minutes.Count == 0 && Minutes.Capacity > 0)
            Minutes = [];

        return old;
    }
}
