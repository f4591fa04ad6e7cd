using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Reading;
using SessionGrains.Tracking;

namespace SessionGrains.Bench.Micro;

/// <summary>A session that is being watched: its sessionStart and a play, then what the benchmark sends, each event some time after the other.</summary>
internal sealed class Playing
{
    private static readonly SessionTimeouts Rules = new(600_000, 1_800_000, 86_400_000, 86_400_000);

    private readonly Session _session;
    private readonly long _startedAtMs;
    private long _elapsedMs;
    private ulong _fingerprint;

    public Playing(StartRequest request)
    {
        _startedAtMs = request.Ts;
        _session = Session.Start(request, _startedAtMs, Rules);
        Send(PlayerEventType.Play, 1_000);
    }

    public static StartRequest Sample { get; } = WireReader.TryReadSessionStart(RecordedBodies.SampleStart, ValidationMode.Standard, out var request, out _)
        ? request
        : throw new InvalidOperationException("It is a right sessionStart.");

    public Session Session => _session;

    public void Send(PlayerEventType type, long afterMs) => Send(new PlayerEvent { Type = type, Ts = 0, Playhead = 0, Fingerprint = 0 }, afterMs);

    /// <summary>Sends a copy of the event at its time; the player plays all the while.</summary>
    public void Send(PlayerEvent like, long afterMs)
    {
        _elapsedMs += afterMs;
        var playerEvent = new PlayerEvent
        {
            Type = like.Type,
            Ts = _startedAtMs + _elapsedMs,
            Playhead = _elapsedMs / 1000.0,
            Fingerprint = ++_fingerprint,
            Qoe = like.Qoe,
            Ad = like.Ad,
            AdBreak = like.AdBreak,
            Chapter = like.Chapter,
            StatesStart = like.StatesStart,
            StatesEnd = like.StatesEnd,
            UnknownMember = like.UnknownMember,
            MetadataIgnored = like.MetadataIgnored,
        };
        if (_session.Track(playerEvent, playerEvent.Ts) != TrackVerdict.Accepted)
            throw new InvalidOperationException("The session takes it.");
    }
}
