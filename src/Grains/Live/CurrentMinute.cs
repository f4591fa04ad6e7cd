namespace SessionGrains.Live;

/// <summary>Adds up one minute of one key: what is the case, times how long it is. One that is counted from the middle of a minute on was nothing before.</summary>
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
    private LiveFigures _happened;

    /// <summary>Until now it was as <paramref name="figures"/> say.</summary>
    public void Pass(in LiveFigures figures, long nowMs)
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

    public void Happen(in LiveFigures happened) => _happened += happened;

    public void Reach(int viewers) => _peak = Math.Max(_peak, viewers);

    /// <summary>The minute as it was, and the next one begins.</summary>
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
            Starts = (int)_happened.Starts,
            ContentStarts = (int)_happened.ContentStarts,
            Ends = (int)_happened.Ends,
            EndsBeforeStart = (int)_happened.EndsBeforeStart,
            Errors = (int)_happened.Errors,
            BitrateChanges = (int)_happened.BitrateChanges,
            AverageBitrate = _bitrateKnown > 0 ? (float)(_bitrate / _bitrateKnown) : float.NaN,
        };
        (_startedAtMs, _open, _starting, _playing, _paused, _buffering, _ad, _bitrateKnown, _bitrate, _peak, _happened) = (_reachedMs, 0, 0, 0, 0, 0, 0, 0, 0, 0, default);
        return ended;
    }
}
