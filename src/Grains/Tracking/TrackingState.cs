namespace SessionGrains.Tracking;

/// <summary>
/// The state of a session after the events applied so far: counters, no history. It has no clock and does not depend on the order of arrival: the same events
/// applied in the same order give the same state. Arrays are never changed in place, so a copy is shallow and cheap. Times are milliseconds of the player's
/// clock, adjusted for clock jumps.
/// </summary>
internal sealed partial class TrackingState
{
    /// <summary>The last applied event: its place in time, and its ts as sent.</summary>
    public long LastTs;
    public long LastSentTs;

    /// <summary>Bit set of the <see cref="EventRank"/>s applied at <see cref="LastTs"/>; 0 before the first event.</summary>
    public uint RanksAtLastTs;

    public double Playhead;

    // What the viewer sees. The state of main content is kept during a break.
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

    /// <summary>A state before any event.</summary>
    public TrackingState(long startTs, double playhead)
    {
        LastTs = LastSentTs = startTs;
        Playhead = playhead;
    }

    public bool HasEvents => RanksAtLastTs != 0;

    /// <summary>Whether the content is over and no break is open: then events of main content count nothing.</summary>
    private bool IsOnCompletedContent => Place == PlaybackPlace.Content && Main == PlaybackState.Completed;

    public bool IsPlayingContent => Place == PlaybackPlace.Content && Main == PlaybackState.Playing;

    /// <summary>An independent copy.</summary>
    public TrackingState Copy() => (TrackingState)MemberwiseClone();
}
