using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Live;

/// <summary>
/// One session on this silo as the counts know it. An event that changes nothing but time is one field write. Called by the turns of its grain and
/// by the wheel of silence. They lock this object itself: one more for each session would only take memory, and nobody else locks it.
/// </summary>
internal sealed class LiveViewer(TopicCounters place)
{
    // How it counts follows from these, so that is kept nowhere: with a million sessions it would be 88 MB.
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

    /// <summary>How it was seen last. In fields of its own, beside the three flags: as a whole it would take 8 bytes more.</summary>
    private LiveState Seen
    {
        get => new(_isOpen, _isCompleted, _state, _place, _hasContentStarted, _errors, _bitrateChanges, _bitrate);
        set => (_isOpen, _isCompleted, _state, _place, _hasContentStarted, _errors, _bitrateChanges, _bitrate) = value;
    }

    private LiveFigures Counts => _hasLeft ? default : Seen.Count(!_isSilent);

    /// <summary>The grain has the session in its memory now, as new or as it was stored.</summary>
    /// <param name="sight">What there is to count.</param>
    /// <param name="heardAtMs">When its last event arrived, server clock.</param>
    /// <param name="nowMs">Server clock.</param>
    /// <param name="isNew">It has just been opened.</param>
    public void Enter(in LiveState sight, long heardAtMs, long nowMs, bool isNew)
    {
        lock (this)
        {
            _heardAtMs = heardAtMs;
            _isSilent = nowMs - heardAtMs >= SilenceWheel.SilenceMs;
            Seen = sight;
            Record(default, happened: isNew ? new() { Starts = 1 } : default);
        }

        if (!_isSilent)
            place.Counters.Silence.Watch(this);
    }

    /// <summary>An event arrived, or time changed something.</summary>
    public void See(in LiveState sight, long heardAtMs)
    {
        // Should the wheel find it silent in this very moment, the next event puts that right.
        Volatile.Write(ref _heardAtMs, heardAtMs);
        if (!_isSilent && sight == Seen)
            return;

        var wasSilent = false;
        lock (this)
        {
            if (_hasLeft)
                return;

            var (before, happened) = (Counts, sight.Since(Seen));
            wasSilent = _isSilent;
            _isSilent = false;
            Seen = sight;
            Record(before, happened);
        }

        if (wasSilent && sight.IsOpen)
            place.Counters.Silence.Watch(this);
    }

    /// <summary>Nothing was heard for 60 s. False when something was, meanwhile, or the session has gone.</summary>
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

    /// <summary>The session is no longer on this silo.</summary>
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

        place.Counters.Release(place);
    }

    /// <summary>Adds what changed since it counted as <paramref name="before"/>.</summary>
    private void Record(in LiveFigures before, in LiveFigures happened = default)
    {
        var change = Counts - before + happened;
        if (change != default)
            place.Add(change);
    }
}
