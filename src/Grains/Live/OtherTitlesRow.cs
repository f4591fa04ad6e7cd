namespace SessionGrains.Live;

/// <summary>Sums up the minutes of titles without a row of their own.</summary>
internal sealed class OtherTitlesRow
{
    private LiveMinute _sum = new() { AverageBitrate = float.NaN };
    private double _bitrate;
    private double _bitrateKnown;
    private bool _isEmpty = true;

    /// <summary>The row of the sum; null if there are none.</summary>
    public LiveMinuteRow? Row => _isEmpty ? null : new(LiveKey.OtherTitles, null, null, _sum with
    {
        // The peaks may have been at different times, so they are not added.
        PeakViewers = Math.Max(_sum.PeakViewers, (int)Math.Ceiling(_sum.Viewers)),
        AverageBitrate = _bitrateKnown > 0 ? (float)(_bitrate / _bitrateKnown) : float.NaN,
    });

    public void Add(in LiveMinute minute)
    {
        _isEmpty = false;
        _sum = _sum with
        {
            Minute = minute.Minute,
            Open = _sum.Open + minute.Open,
            Starting = _sum.Starting + minute.Starting,
            Playing = _sum.Playing + minute.Playing,
            Paused = _sum.Paused + minute.Paused,
            Buffering = _sum.Buffering + minute.Buffering,
            Ad = _sum.Ad + minute.Ad,
            PeakViewers = Math.Max(_sum.PeakViewers, minute.PeakViewers),
            Starts = _sum.Starts + minute.Starts,
            ContentStarts = _sum.ContentStarts + minute.ContentStarts,
            Ends = _sum.Ends + minute.Ends,
            EndsBeforeStart = _sum.EndsBeforeStart + minute.EndsBeforeStart,
            Errors = _sum.Errors + minute.Errors,
            BitrateChanges = _sum.BitrateChanges + minute.BitrateChanges,
        };
        if (!float.IsNaN(minute.AverageBitrate) && minute.Playing > 0)
        {
            _bitrate += (double)minute.AverageBitrate * minute.Playing;
            _bitrateKnown += minute.Playing;
        }
    }
}
