using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>
/// What a session amounts to after the events applied so far: counters, not history. It has no clock and knows no arrival order; the same
/// events applied in the same order give the same state. Arrays are never changed in place, so that a copy is shallow and cheap.
/// Times are milliseconds of the player's clock, adjusted for clock jumps.
/// </summary>
[GenerateSerializer, Alias("sg.tracking-state")]
internal sealed partial class TrackingState
{
    /// <summary>Where the last applied event stands in time, and its ts as it was sent.</summary>
    [Id(0)] public long LastTs;
    [Id(1)] public long LastSentTs;

    /// <summary>Bit set of <see cref="EventRank"/>s applied at <see cref="LastTs"/>; 0 before the first event.</summary>
    [Id(2)] public uint RanksAtLastTs;

    [Id(3)] public double Playhead;

    // What the viewer sees. Main content's state is remembered during a break.
    [Id(4)] public PlaybackState Main;
    [Id(5)] public PlaybackPlace Place;
    [Id(6)] public PlaybackState AdState;
    [Id(7)] public bool ContentStarted;
    [Id(8)] public bool ContentCompleted;
    [Id(9)] public bool Ended;
    [Id(10)] public long LastPlaybackTs = long.MinValue;

    // Time by what it was spent on.
    [Id(11)] public long CountedMs;
    [Id(12)] public long ContentMs;
    [Id(13)] public long AdMs;
    [Id(14)] public long PauseMs;
    [Id(15)] public long BufferMs;
    [Id(16)] public long StallMs;

    [Id(17)] public int Plays;
    [Id(18)] public int Pauses;
    [Id(19)] public int Buffers;
    [Id(20)] public int Stalls;
    [Id(21)] public long FirstAdOrPingTs = long.MinValue;
    [Id(22)] public long LastPingTs = long.MinValue;

    // Progress through main content.
    [Id(23)] public byte Markers;
    [Id(24)] public double LeastPlayhead = double.NaN;
    [Id(25)] public double GreatestPlayhead = double.NaN;

    /// <summary>A state before any event: the session is starting.</summary>
    public TrackingState(long startTs, double playhead)
    {
        LastTs = LastSentTs = startTs;
        Playhead = playhead;
    }

    /// <summary>For the serializer.</summary>
    public TrackingState()
    {
    }

    public bool HasEvents => RanksAtLastTs != 0;

    public bool IsPlayingContent => Place == PlaybackPlace.Content && Main == PlaybackState.Playing;
}
