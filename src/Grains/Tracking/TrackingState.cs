using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>
/// What a session amounts to after the events applied so far: counters, not history. It has no clock and knows no arrival order; the same
/// events applied in the same order give the same state. Arrays are never changed in place, so that a copy is shallow and cheap.
/// Times are milliseconds of the player's clock, adjusted for clock jumps.
/// </summary>
internal sealed partial class TrackingState
{
    /// <summary>Where the last applied event stands in time, and its ts as it was sent.</summary>
    public long LastTs;
    public long LastSentTs;

    /// <summary>Bit set of <see cref="EventRank"/>s applied at <see cref="LastTs"/>; 0 before the first event.</summary>
    public uint RanksAtLastTs;

    public double Playhead;

    // What the viewer sees. Main content's state is remembered during a break.
    public PlaybackState Main;
    public PlaybackPlace Place;
    public PlaybackState AdState;
    public bool ContentStarted;
    public bool ContentCompleted;
    public bool Ended;
    public long LastPlaybackTs = long.MinValue;

    // Time by what it was spent on.
    public long CountedMs;
    public long ContentMs;
    public long AdMs;
    public long PauseMs;
    public long BufferMs;
    public long StallMs;

    public int Plays;
    public int Pauses;
    public int Buffers;
    public int Stalls;
    public long FirstAdOrPingTs = long.MinValue;
    public long LastPingTs = long.MinValue;

    // Progress through main content.
    public byte Markers;
    public double MinPlayhead = double.NaN;
    public double MaxPlayhead = double.NaN;

    /// <summary>A state before any event: the session is starting.</summary>
    public TrackingState(long startTs, double playhead)
    {
        LastTs = LastSentTs = startTs;
        Playhead = playhead;
    }

    public bool HasEvents => RanksAtLastTs != 0;

    public bool IsPlayingContent => Place == PlaybackPlace.Content && Main == PlaybackState.Playing;

    /// <summary>A state equal to this one, which goes its own way.</summary>
    public TrackingState Copy() => (TrackingState)MemberwiseClone();
}
