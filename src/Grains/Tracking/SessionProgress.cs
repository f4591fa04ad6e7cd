namespace SessionGrains.Tracking;

/// <summary>
/// Everything of a session that events change: the settled state, the events in the reorder window, and the values that the next arrival is compared with.
/// Times ending in <c>AtMs</c> are the server's clock, ms since 1970-01-01 UTC.
/// </summary>
internal sealed class SessionProgress(TrackingState settled)
{
    /// <summary>The state with every event that has left the window.</summary>
    public TrackingState Settled = settled;

    /// <summary>The events in the window, in order of arrival.</summary>
    public ArrivalWindow Window;

    /// <summary>Number of the last <see cref="Description"/>, and the bytes of all of them.</summary>
    public int DescriptionCount;
    public int DescribedBytes;

    /// <summary>The descriptions that are not stored yet. Not part of the stored state.</summary>
    public Description[] NewDescriptions = [];

    /// <summary>The distinct errors that were described.</summary>
    public KnownError[] KnownErrors = [];

    public int Received;
    public int Duplicates;
    public long FirstDuplicateTs;
    public int Late;

    public long LastEventAtMs;
    public long LastMovementAtMs;

    /// <summary>The last arrival: server time, ts as sent, playhead, and by how much the player's clock is shifted.</summary>
    public long LastArrivalAtMs;
    public long LastArrivalTs;
    public double LastArrivalPlayhead;
    public long ClockShiftMs;

    public long ClosedAtMs;

    /// <summary>The adjusted ts of the sessionEnd. Events before it are accepted for another 5 s.</summary>
    public long EndTs;

    /// <summary>True if nothing can change any more.</summary>
    public bool Finished;

    // Single bytes: four of them fit next to the three counters.
    private byte _nextFingerprint;
    private ClosedBy _closedBy;
    private FingerprintRing _fingerprints;

    public ClosedBy? ClosedBy { get => _closedBy == 0 ? null : _closedBy; set => _closedBy = value ?? 0; }

    public bool HasFingerprint(ulong fingerprint) => _fingerprints.Contains(fingerprint);

    /// <summary>
    /// Copies the fingerprints of the last accepted events, oldest first, and returns their number, at most <see cref="FingerprintRing.Capacity"/>.
    /// </summary>
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

    public void AddFingerprint(ulong fingerprint)
    {
        _fingerprints[_nextFingerprint] = fingerprint;
        _nextFingerprint = (byte)((_nextFingerprint + 1) % FingerprintRing.Capacity);
    }
}
