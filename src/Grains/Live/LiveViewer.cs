using SessionGrains.Tracking;

namespace SessionGrains.Live;

/// <summary>
/// One session on this silo in the live counts. An event that changes only time and playhead is one field write. Called by the turns of the grain and by the
/// silence wheel. Both lock this object itself: a separate lock would take memory for each session, and nobody else locks it.
/// </summary>
internal sealed class LiveViewer(TopicCounters topic)
{
    // The counts are computed from these fields: stored, they would take 88 MB for a million sessions.
    private double _bitrate;
    private int _errors;
    private int _bitrateChanges;
    private long _heardAtMs;
    private PlaybackState _state;
    private PlaybackPlace _place;
    private bool _isOpen;
    private bool _isCompleted;
    private bool _hasContentStarted;
    private volatile bool _isSilent = true;
    private bool _hasLeft;

    public long HeardAtMs => Volatile.Read(ref _heardAtMs);

    /// <summary>The last state. Separate fields next to the three flags: as one field it would take 8 bytes more.</summary>
    private LiveState LastState
    {
        get => new(_isOpen, _isCompleted, _state, _place, _hasContentStarted, _errors, _bitrateChanges, _bitrate);
        set => (_isOpen, _isCompleted, _state, _place, _hasContentStarted, _errors, _bitrateChanges, _bitrate) = value;
    }

    private LiveFigures Counts => _hasLeft ? default : LastState.Count(!_isSilent);

    /// <summary>Called when the grain has loaded or opened the session.</summary>
    /// <param name="state">The state of the session.</param>
    /// <param name="heardAtMs">When its last event arrived, server clock.</param>
    /// <param name="nowMs">Server clock.</param>
    /// <param name="isNew">True if it was just opened.</param>
    public void Enter(in LiveState state, long heardAtMs, long nowMs, bool isNew)
    {
        lock (this)
        {
            _heardAtMs = heardAtMs;
            _isSilent = nowMs - heardAtMs >= SilenceWheel.SilenceMs;
            LastState = state;
            Record(default, events: isNew ? new() { Starts = 1 } : default);
        }

        if (!_isSilent)
            topic.Counters.Silence.Add(this);
    }

    /// <summary>Called after an event, or after time may have changed the session.</summary>
    public void Update(in LiveState state, long heardAtMs)
    {
        // If the wheel marks it silent at this moment, the next event corrects that.
        Volatile.Write(ref _heardAtMs, heardAtMs);
        if (!_isSilent && state == LastState)
            return;

        var wasSilent = false;
        lock (this)
        {
            if (_hasLeft)
                return;

            var (before, events) = (Counts, state.EventsSince(LastState));
            wasSilent = _isSilent;
            _isSilent = false;
            LastState = state;
            Record(before, events);
        }

        if (wasSilent && state.IsOpen)
            topic.Counters.Silence.Add(this);
    }

    /// <summary>Marks the session silent if no event came for 60 s. False if one came in the meantime.</summary>
    public bool MarkSilentIfDue(long nowMs)
    {
        lock (this)
        {
            if (_hasLeft || !_isOpen)
                return true;

            if (nowMs - HeardAtMs < SilenceWheel.SilenceMs)
                return false;

            var before = Counts;
            _isSilent = true;
            Record(before);
            return true;
        }
    }

    /// <summary>Called when the session leaves this silo.</summary>
    public void Leave()
    {
        lock (this)
        {
            if (_hasLeft)
                return;

            var before = Counts;
            _hasLeft = true;
            Record(before);
        }

        topic.Counters.Release(topic);
    }

    /// <summary>Adds the difference from <paramref name="before"/> and the events.</summary>
    private void Record(in LiveFigures before, in LiveFigures events = default)
    {
        var change = Counts - before + events;
        if (change != default)
            topic.Add(change);
    }
}
