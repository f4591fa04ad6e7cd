using SessionGrains.Messages;
using SessionGrains.Tracking.Journals;

namespace SessionGrains.Tracking;

/// <summary>
/// One media session: takes events in the order of their arrival and knows at any moment what they amount to in the order of their ts
/// (decisions.md sections 3 and 4). Pure: the server's clock is an argument, in milliseconds since 1970-01-01 UTC. Not thread-safe.
/// </summary>
public sealed partial class Session
{
    private const long SkewMs = 86_400_000;

    // What its opening says lies in four fields of its own: as a whole it would take 8 bytes more.
    private readonly long _openedAtMs;
    private readonly long _startTs;
    private readonly double _lengthSeconds;
    private readonly bool _resume;

    private readonly TrackingRules _rules;
    private readonly SessionProgress _progress;

    /// <summary>The state with the window's events applied, where it is worth its memory: see <see cref="Current"/>.</summary>
    private TrackingState? _current;

    private Session(SessionOpening opening, TrackingRules rules, SessionProgress progress)
    {
        _rules = rules;
        _progress = progress;
        (_openedAtMs, _startTs, _lengthSeconds, _resume) = opening;
    }

    /// <summary>Grows with every change.</summary>
    public int Revision { get; private set; }

    /// <summary>The <see cref="Revision"/> of the last change that was more than a repeat: what <c>EveryEvent</c> must store.</summary>
    public int EventRevision { get; private set; }

    /// <summary>The <see cref="Revision"/> of the last change that was more than a ping which only let time pass: what <c>Transitions</c> must store.</summary>
    public int TransitionRevision { get; private set; }

    public long OpenedAtMs => _openedAtMs;

    public long StartTs => _startTs;

    /// <summary>The player's clock at the last event in order, as it was sent.</summary>
    public long EndTs => Current.LastSentTs;

    /// <summary>Arrival of the last accepted event, repeats included.</summary>
    public long LastEventAtMs => _progress.LastEventAtMs;

    /// <summary>Null while the session is open.</summary>
    public ClosedBy? ClosedBy => _progress.ClosedBy;

    public long? ClosedAtMs => _progress.ClosedBy is null ? null : _progress.ClosedAtMs;

    /// <summary>True when nothing can change any more: closed, and the 5 s for overtaken events are over.</summary>
    public bool IsFinished => _progress.Finished;

    public EventCounts Counts => new(_progress.Received, _progress.Duplicates, _progress.Late);

    public QoeValues Qoe => Current.LatestQuality();

    /// <summary>What there is to count of it. Worked out each time, and so are the events in the window if there are any.</summary>
    public LiveState Sight => SightOf(_current ?? (_progress.Window.Count == 0 ? _progress.Settled : Replayed()));

    internal SessionOpening Opening => new(_openedAtMs, _startTs, _lengthSeconds, _resume);

    internal SessionProgress Progress => _progress;

    private SessionFacts Facts => new(_startTs, _lengthSeconds, _rules.IdleTimeoutMs);

    /// <summary>Opens a session at its sessionStart.</summary>
    /// <param name="request">The sessionStart.</param>
    /// <param name="nowMs">Server clock, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="rules">The configurable times.</param>
    public static Session Start(StartRequest request, long nowMs, TrackingRules rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settled = Opened(request);
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

    /// <summary>A whole downloaded session, sorted as a whole and closed at once: no clocks to compare, nothing late.</summary>
    public static Session Downloaded(StartRequest request, IReadOnlyList<PlayerEvent> events, long nowMs, TrackingRules rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        var session = Start(request, nowMs, rules);
        var settled = session._progress.Settled = Opened(request);
        var (distinct, firstRepeat) = DownloadedDuplicates.LeaveOut(events);
        EventOrder.Apply(settled, [.. distinct.Select(e => ArrivedEvent.Of(e, e.Ts, e.Ts, nowMs, ArrivalFlags.None))], session.Facts);
        session._progress.Received += events.Count;
        session._progress.Duplicates = events.Count - distinct.Count;
        session._progress.FirstDuplicateTs = firstRepeat?.Ts ?? 0;
        session.Close(settled.Ended ? Messages.ClosedBy.SessionEnd : Messages.ClosedBy.Downloaded, nowMs);
        return session;
    }

    /// <summary>A session as it was stored.</summary>
    internal static Session Restore(SessionOpening opening, TrackingRules rules, SessionProgress progress) =>
        new(opening, rules, progress);

    /// <summary>Takes an event that arrived at <paramref name="nowMs"/>.</summary>
    /// <returns><see cref="TrackVerdict.Accepted"/>, also for repeats and late ones, or <see cref="TrackVerdict.Closed"/>.</returns>
    public TrackVerdict Track(PlayerEvent playerEvent, long nowMs) => Track(playerEvent, nowMs, out _);

    /// <summary>As above; <paramref name="sight"/> is what <see cref="Sight"/> is then, at next to no cost.</summary>
    public TrackVerdict Track(PlayerEvent playerEvent, long nowMs, out LiveState sight)
    {
        var changed = Take(playerEvent, nowMs, out var verdict);
        sight = changed is null ? Sight : SightOf(changed);
        return verdict;
    }

    /// <returns>The state with the event; null where the event changes none.</returns>
    private TrackingState? Take(PlayerEvent playerEvent, long nowMs, out TrackVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(playerEvent);
        MeetDeadline(nowMs);
        verdict = TrackVerdict.Accepted;
        var known = _progress.Knows(playerEvent.Fingerprint);
        var ended = _progress.ClosedBy is not null;
        if (_progress.Finished)
        {
            verdict = known || playerEvent.Type == PlayerEventType.SessionEnd ? TrackVerdict.Accepted : TrackVerdict.Closed;
            return null;
        }

        if (known || (ended && playerEvent.Type == PlayerEventType.SessionEnd))
        {
            TakeDuplicate(playerEvent, nowMs);
            return null;
        }

        SettleWindow(nowMs);
        var arrived = Place(playerEvent, nowMs, out var shiftMs);
        if (ended && arrived.OwnTs > _progress.EndTs)
        {
            verdict = TrackVerdict.Closed;
            return null;
        }

        RecordArrival(playerEvent, nowMs, shiftMs, arrived.IsLate);
        var before = new TrackingState.ComparableState(Current);
        var current = TakeIntoWindow(arrived);
        var onlyTimePassed = playerEvent.Type == PlayerEventType.Ping && !arrived.IsLate && current.DiffersFromOnlyInTime(before);
        if (current.Ended && !ended)
        {
            _progress.ClosedBy = Messages.ClosedBy.SessionEnd;
            _progress.ClosedAtMs = nowMs;
            _progress.EndTs = arrived.Ts;
        }

        OnChange(isEvent: true, isTransition: !onlyTimePassed);
        return current;
    }

    /// <summary>What the session amounts to up to its last event.</summary>
    public SessionMetrics Metrics() => Current.Metrics(_resume, _lengthSeconds, ClosedAtMs is { } closedAt ? Math.Max(0, closedAt - LastEventAtMs) : null);

    /// <summary>What the viewer sees.</summary>
    public PlaybackView Playback() => Current.Playback();

    /// <summary>What a player team would want to know, each kind once.</summary>
    public Finding[] Findings()
    {
        var findings = Current.Findings(ClosedBy is not null);
        return _progress.Duplicates == 0
            ? [.. findings]
            : [.. findings, FindingTexts.Describe(new(FindingKind.Duplicate, _progress.Duplicates, _progress.FirstDuplicateTs, null), BoundedList.None)];
    }

    /// <summary>The session's story so far.</summary>
    public JournalView Journal() => JournalReading.Of(Current, StartTs);

    /// <summary>The state right after a sessionStart.</summary>
    private static TrackingState Opened(StartRequest request)
    {
        var state = new TrackingState(request.Ts, request.Playhead);
        state.RecordStart(request.Playhead);
        state.TakeQuality(request.Qoe, request.Ts);
        state.RecordReading(request.UnknownMember, request.Cuts, request.Ts);
        return state;
    }

    private LiveState SightOf(TrackingState state) => state.Sight(isOpen: _progress.ClosedBy is null);

    private void TakeDuplicate(PlayerEvent playerEvent, long nowMs)
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
