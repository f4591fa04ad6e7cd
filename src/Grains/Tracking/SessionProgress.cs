using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>
/// All of a session that events change, as it is stored: the state before the reorder window, the events in the window, and what the next
/// arrival is judged by. Times ending in <c>AtMs</c> are the server's clock.
/// </summary>
[GenerateSerializer, Alias("sg.session-progress")]
internal sealed class SessionProgress
{
    /// <summary>The state with every event applied that has left the window.</summary>
    [Id(0)] public TrackingState Settled = null!;

    /// <summary>The events in the window, in order of arrival.</summary>
    [Id(1)] public ArrivalWindow Window;

    [Id(2)] public int Received;
    [Id(3)] public int Duplicates;
    [Id(4)] public long FirstDuplicateTs;
    [Id(5)] public int Late;

    [Id(6)] public long LastEventAtMs;
    [Id(7)] public long LastMovementAtMs;

    /// <summary>The last arrival: when, its ts as sent, its playhead, and how far the player's clock is shifted since it was changed.</summary>
    [Id(8)] public long LastArrivalAtMs;
    [Id(9)] public long LastArrivalTs;
    [Id(10)] public double LastArrivalPlayhead;
    [Id(11)] public long ClockShiftMs;

    /// <summary>Where the next one goes.</summary>
    [Id(13)] public int OldestFingerprint { get => _oldestFingerprint; set => _oldestFingerprint = (byte)((uint)value % TrackingRules.RememberedFingerprints); }

    [Id(14)] public ClosedBy? ClosedBy { get => _closedBy == 0 ? null : _closedBy; set => _closedBy = value ?? 0; }
    [Id(15)] public long ClosedAtMs;

    /// <summary>Of a session ended by sessionEnd: where that stands in time. Events that belong before it are taken for 5 s more.</summary>
    [Id(16)] public long EndTs;

    /// <summary>True when nothing can change any more.</summary>
    [Id(17)] public bool Finished;

    // In single bytes, because four of them fit beside the three counters.
    [NonSerialized] private byte _oldestFingerprint;
    [NonSerialized] private ClosedBy _closedBy;

    /// <summary>Fingerprints of the last accepted events.</summary>
    [NonSerialized] private FingerprintRing _fingerprints;

    /// <summary>How many of them there were in the record: as long as it was stored the ring is until something is added.</summary>
    [NonSerialized] private byte _remembered;

    /// <summary>The fingerprints as they are stored: none, or a ring, zero where there is none yet. Shorter than that in records of earlier versions.</summary>
    [Id(12)] internal StoredFingerprints StoredFingerprints { get => new(_fingerprints, _remembered); set => (_fingerprints, _remembered) = value; }

    public bool Knows(ulong fingerprint) => _fingerprints.Contains(fingerprint);

    public void Remember(ulong fingerprint)
    {
        if (_remembered < TrackingRules.RememberedFingerprints)
        {
            OldestFingerprint = _remembered;
            _remembered = TrackingRules.RememberedFingerprints;
        }

        _fingerprints[OldestFingerprint] = fingerprint;
        OldestFingerprint = (OldestFingerprint + 1) % TrackingRules.RememberedFingerprints;
    }
}
