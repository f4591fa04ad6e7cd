using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>
/// All of a session that events change: the state before the reorder window, the events in the window, and what the next arrival is judged by.
/// Times ending in <c>AtMs</c> are the server's clock.
/// </summary>
internal sealed class SessionProgress(TrackingState settled)
{
    /// <summary>The state with every event applied that has left the window.</summary>
    public TrackingState Settled = settled;

    /// <summary>The events in the window, in order of arrival.</summary>
    public ArrivalWindow Window;

    public int Received;
    public int Duplicates;
    public long FirstDuplicateTs;
    public int Late;

    public long LastEventAtMs;
    public long LastMovementAtMs;

    /// <summary>The last arrival: when, its ts as sent, its playhead, and how far the player's clock is shifted since it was changed.</summary>
    public long LastArrivalAtMs;
    public long LastArrivalTs;
    public double LastArrivalPlayhead;
    public long ClockShiftMs;

    public long ClosedAtMs;

    /// <summary>Of a session ended by sessionEnd: where that stands in time. Events that belong before it are taken for 5 s more.</summary>
    public long EndTs;

    /// <summary>True when nothing can change any more.</summary>
    public bool Finished;

    // In single bytes, because four of them fit beside the three counters.
    private byte _nextFingerprint;
    private ClosedBy _closedBy;
    private FingerprintRing _fingerprints;

    public ClosedBy? ClosedBy { get => _closedBy == 0 ? null : _closedBy; set => _closedBy = value ?? 0; }

    public bool Knows(ulong fingerprint) => _fingerprints.Contains(fingerprint);

    /// <summary>Copies the fingerprints of the last accepted events, the oldest first, and returns how many there are: at most as many as are remembered.</summary>
    public int CopyFingerprints(Span<ulong> destination)
    {
        var count = 0;
        for (var i = 0; i < FingerprintRing.Capacity; i++)
        {
            var fingerprint = _fingerprints[(_nextFingerprint + i) % FingerprintRing.Capacity];
            if (fingerprint != 0)
            {
                destination[count++] = fingerprint;
            }
        }

        return count;
    }

    public void Remember(ulong fingerprint)
    {
        _fingerprints[_nextFingerprint] = fingerprint;
        _nextFingerprint = (byte)((_nextFingerprint + 1) % FingerprintRing.Capacity);
    }
}
