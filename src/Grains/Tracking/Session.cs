using SessionGrains.Tracking.Journals;

namespace SessionGrains.Tracking;

/// <summary>
/// One media session: takes events in order of arrival and computes its state in order of ts (docs/protocol.md#4-from-events-to-a-session). Pure: the server's
/// clock is an argument, in milliseconds since 1970-01-01 UTC. Not thread-safe.
/// </summary>
public sealed partial class Session
{
    private const long SkewMs = 86_400_000;

    // Four fields instead of a SessionOpening, which would take 8 bytes more.
    private readonly long _openedAtMs;
    private readonly long _startTs;
    private readonly double _lengthSeconds;
    private readonly bool _resume;

    private readonly SessionTimeouts _rules;
    private readonly SessionProgress _progress;

    /// <summary>The state with the events of the window, cached where that is worth its memory: see <see cref="Current"/>.</summary>
    private TrackingState? _current;

    private Session(SessionOpening opening, SessionTimeouts rules, SessionProgress progress)
    {
        _rules = rules;
        _progress = progress;
        (_openedAtMs, _startTs, _lengthSeconds, _resume) = opening;
    }

    /// <summary>Increases with every change.</summary>
    public int Revision { get; private set; }

    /// <summary>The <see cref="Revision"/> of the last change that was not just a repeated event: what <c>EveryEvent</c> must store.</summary>
    public int EventRevision { get; private set; }

    /// <summary>The <see cref="Revision"/> of the last change that was not just a ping with time passing: what <c>Transitions</c> must store.</summary>
    public int TransitionRevision { get; private set; }

    public long OpenedAtMs => _openedAtMs;

    public long StartTs => _startTs;

    /// <summary>The ts, as sent, of the last event in order.</summary>
    public long EndTs => Current.LastSentTs;

    /// <summary>When the last accepted event arrived, repeats included.</summary>
    public long LastEventAtMs => _progress.LastEventAtMs;

    /// <summary>Null while the session is open.</summary>
    public ClosedBy? ClosedBy => _progress.ClosedBy;

    public long? ClosedAtMs => _progress.ClosedBy is null ? null : _progress.ClosedAtMs;

    /// <summary>True if nothing can change any more: the session is closed, and the 5 s for overtaken events are over.</summary>
    public bool IsFinished => _progress.Finished;

    public EventCounts Counts => new(_progress.Received, _progress.Duplicates, _progress.Late);

    public QoeValues Qoe => Current.LatestQuality();

    /// <summary>What live counts need. Computed on each read; replays the events in the window if there are any.</summary>
    public LiveState LiveState => LiveStateOf(_current ?? (_progress.Window.Count == 0 ? _progress.Settled : Replayed()));

    internal SessionOpening Opening => new(_openedAtMs, _startTs, _lengthSeconds, _resume);

    internal SessionProgress Progress => _progress;

    private SessionFacts Facts => new(_startTs, _lengthSeconds, _rules.IdleTimeoutMs, MaxPingGapMs: 20_000);

    /// <summary>Opens a session at its sessionStart.</summary>
    /// <param name="request">The sessionStart.</param>
    /// <param name="nowMs">Server clock, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="rules">The timeouts.</param>
    public static Session Start(StartRequest request, long nowMs, SessionTimeouts rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settled = StateAfterStart(request);
        if (Math.Abs(request.Ts - nowMs) > SkewMs)
        {
            settled.AddFinding(FindingKind.ClockSkew, request.Ts);
        }

        return new(SessionOpening.Of(request, nowMs), rules, new(settled)
        {
            Received = 1,
            LastEventAtMs = nowMs,
            LastMovementAtMs = nowMs,
            LastArrivalAtMs = nowMs,
            LastArrivalTs = request.Ts,
            LastArrivalPlayhead = request.Playhead,
        });
    }

    /// <summary>Opens a downloaded session: all events are sorted at once, nothing is late, and the session is closed.</summary>
    public static Session Downloaded(StartRequest request, IReadOnlyList<PlayerEvent> events, long nowMs, SessionTimeouts rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        var session = Start(request, nowMs, rules);
        var settled = session._progress.Settled = StateAfterStart(request);
        var (distinct, firstRepeat) = DownloadedDuplicates.Remove(events);

        // Offline players ping every 50 s.
        EventOrder.Apply(settled, session.ArrivedTogether(distinct, nowMs), session.Facts with { MaxPingGapMs = 60_000 });
        session._progress.Received += events.Count;
        session._progress.Duplicates = events.Count - distinct.Count;
        session._progress.FirstDuplicateTs = firstRepeat?.Ts ?? 0;
        session.Close(settled.Ended ? Messages.ClosedBy.SessionEnd : Messages.ClosedBy.Downloaded, nowMs);
        return session;
    }

    /// <summary>Restores a stored session.</summary>
    internal static Session Restore(SessionOpening opening, SessionTimeouts rules, SessionProgress progress) =>
        new(opening, rules, progress);

    /// <summary>Applies an event that arrived at <paramref name="nowMs"/>.</summary>
    /// <returns><see cref="TrackVerdict.Accepted"/>, also for repeated and late events, or <see cref="TrackVerdict.Closed"/>.</returns>
    public TrackVerdict Track(PlayerEvent playerEvent, long nowMs) => Track(playerEvent, nowMs, out _);

    /// <summary>As above. <paramref name="liveState"/> is the value of <see cref="LiveState"/> after the event, without replaying the window again.</summary>
    public TrackVerdict Track(PlayerEvent playerEvent, long nowMs, out LiveState liveState)
    {
        var changed = Apply(playerEvent, nowMs, out var verdict);
        liveState = changed is null ? LiveState : LiveStateOf(changed);
        return verdict;
    }

    /// <returns>The state with the event; null if the event changed nothing.</returns>
    private TrackingState? Apply(PlayerEvent playerEvent, long nowMs, out TrackVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(playerEvent);
        HandleDeadline(nowMs);
        verdict = TrackVerdict.Accepted;
        var known = _progress.HasFingerprint(playerEvent.Fingerprint);
        var ended = _progress.ClosedBy is not null;
        if (_progress.Finished)
        {
            verdict = known || playerEvent.Type == PlayerEventType.SessionEnd ? TrackVerdict.Accepted : TrackVerdict.Closed;
            return null;
        }

        if (known)
        {
            CountDuplicate(playerEvent, nowMs);
            return null;
        }

        SettleWindow(nowMs);
        var place = PlaceInOrder(playerEvent, nowMs, out var shiftMs);
        if (ended && place.AdjustedTs > _progress.EndTs && playerEvent.Type != PlayerEventType.SessionEnd)
        {
            verdict = TrackVerdict.Closed;
            return null;
        }

        var arrived = place with { Details = DetailsOf(playerEvent) };
        RecordArrival(playerEvent, nowMs, shiftMs, arrived.IsLate);
        var before = new TrackingState.ComparableState(Current);
        var current = AddToWindow(arrived);
        var onlyTimePassed = playerEvent.Type == PlayerEventType.Ping && !arrived.IsLate && current.DiffersOnlyInTimeFrom(before);
        if (current.Ended && !ended)
        {
            _progress.ClosedBy = Messages.ClosedBy.SessionEnd;
            _progress.ClosedAtMs = nowMs;
            _progress.EndTs = arrived.Ts;
        }

        OnChange(isEvent: true, isTransition: !onlyTimePassed);
        return current;
    }

    /// <summary>The metrics up to the last event.</summary>
    /// <param name="stored">The stored descriptions; null if none is stored.</param>
    internal SessionMetrics Metrics(Descriptions? stored = null) => Current.Metrics(AllDescriptions(stored), _resume, _lengthSeconds, ClosedAtMs is { } closedAt ? Math.Max(0, closedAt - LastEventAtMs) : null);

    /// <summary>What the viewer sees now.</summary>
    /// <inheritdoc cref="Metrics"/>
    internal PlaybackView Playback(Descriptions? stored = null) => Current.Playback(AllDescriptions(stored));

    /// <summary>The findings, each kind once.</summary>
    public Finding[] Findings()
    {
        var findings = Current.Findings(ClosedBy is not null);
        return _progress.Duplicates == 0
            ? [.. findings]
            : [.. findings, FindingCatalogue.Describe(new(FindingKind.Duplicate, _progress.Duplicates, _progress.FirstDuplicateTs, null), BoundedList.None)];
    }

    /// <summary>The journal so far.</summary>
    /// <inheritdoc cref="Metrics"/>
    internal JournalView Journal(Descriptions? stored = null) => JournalReader.Of(Current, AllDescriptions(stored), StartTs);

    /// <summary>What was watched of main content so far.</summary>
    internal WatchedContent Watched() => Current.WatchedContent(_lengthSeconds);

    /// <summary>The state after the sessionStart.</summary>
    private static TrackingState StateAfterStart(StartRequest request)
    {
        var state = new TrackingState(request.Ts, request.Playhead);
        state.RecordStart(request.Playhead);
        state.ApplyQuality(request.Qoe, request.Ts);
        state.RecordReaderFindings(request.UnknownMember, request.Cuts, request.Ts);
        state.RecordPlayhead(request.Playhead, request.LengthSeconds, request.Ts);
        if (request.MediaId.Length == 0)
        {
            state.AddFinding(FindingKind.EmptyId, request.Ts);
        }

        return state;
    }

    /// <summary>The events of a downloaded session, described in order of ts: those that come first are listed.</summary>
    private ArrivedEvent[] ArrivedTogether(List<PlayerEvent> events, long nowMs)
    {
        var arrived = new ArrivedEvent[events.Count];
        foreach (var (at, one) in events.Index().OrderBy(static indexed => indexed.Item.Ts))
        {
            arrived[at] = new(one.Type, ArrivalFlagsOf(one), one.Ts, one.Playhead, one.Qoe, DetailsOf(one), one.Ts, one.Ts, nowMs);
        }

        return arrived;
    }

    /// <summary>What an event shows by itself.</summary>
    private static ArrivalFlags ArrivalFlagsOf(PlayerEvent playerEvent) =>
        (playerEvent.MetadataIgnored ? ArrivalFlags.MetadataIgnored : ArrivalFlags.None) | (playerEvent.Ad is { Id.Length: 0 } ? ArrivalFlags.EmptyId : ArrivalFlags.None);

    private LiveState LiveStateOf(TrackingState state) => state.GetLiveState(isOpen: _progress.ClosedBy is null);

    private void CountDuplicate(PlayerEvent playerEvent, long nowMs)
    {
        _progress.FirstDuplicateTs = _progress.Duplicates == 0 ? playerEvent.Ts : _progress.FirstDuplicateTs;
        _progress.Received++;
        _progress.Duplicates++;
        _progress.LastEventAtMs = nowMs;
        OnChange(isEvent: false, isTransition: false);
    }

    private void OnChange(bool isEvent, bool isTransition)
    {
        Revision++;
        EventRevision = isEvent ? Revision : EventRevision;
        TransitionRevision = isTransition ? Revision : TransitionRevision;
    }
}
