namespace SessionGrains.Live;

/// <summary>Sums up one minute of one key, each level weighted by its duration. A key first counted in the middle of a minute had no viewers before.</summary>
internal sealed class CurrentMinute(long nowMs)
{
    private long _startedAtMs = nowMs / 60_000 * 60_000;
    private long _reachedMs = nowMs;
    private double _open;
    private double _starting;
    private double _playing;
    private double _paused;
    private double _buffering;
    private double _ad;
    private double _bitrateKnown;
    private double _bitrate;
    private int _peak;
    private LiveFigures _events;

    /// <summary>Adds the time since the last call, during which the levels were <paramref name="figures"/>.</summary>
    public void AddTime(in LiveFigures figures, long nowMs)
    {
        var ms = Math.Max(0, nowMs - _reachedMs);
        _reachedMs = Math.Max(_reachedMs, nowMs);
        _open += (double)figures.Open * ms;
        _starting += (double)figures.Starting * ms;
        _playing += (double)figures.Playing * ms;
        _paused += (double)figures.Paused * ms;
        _buffering += (double)figures.Buffering * ms;
        _ad += (double)figures.Ad * ms;
        _bitrateKnown += (double)figures.BitrateKnown * ms;
        _bitrate += (double)figures.BitrateSum * ms;
        _peak = Math.Max(_peak, figures.Viewers);
    }

    public void AddEvents(in LiveFigures events) => _events += events;

    public void UpdatePeak(int viewers) => _peak = Math.Max(_peak, viewers);

    /// <summary>Returns the minute and begins the next one.</summary>
    public LiveMinute End(int minute)
    {
        var ms = Math.Max(1, _reachedMs - _startedAtMs);
        var ended = new LiveMinute
        {
            Minute = minute,
            Open = (float)(_open / ms),
            Starting = (float)(_starting / ms),
            Playing = (float)(_playing / ms),
            Paused = (float)(_paused / ms),
            Buffering = (float)(_buffering / ms),
            Ad = (float)(_ad / ms),
            PeakViewers = _peak,
            Starts = (int)_events.Starts,
            ContentStarts = (int)_events.ContentStarts,
            Ends = (int)_events.Ends,
            EndsBeforeStart = (int)_events.EndsBeforeStart,
            Errors = (int)_events.Errors,
            BitrateChanges = (int)_events.BitrateChanges,
            AverageBitrate = _bitrateKnown > 0 ? (float)(_bitrate / _bitrateKnown) : float.NaN,
        };
        (_startedAtMs, _open, _starting, _playing, _paused, _buffering, _ad, _bitrateKnown, _bitrate, _peak, _events) = (_reachedMs, 0, 0, 0, 0, 0, 0, 0, 0, 0, default);
        return ended;
    }
}
