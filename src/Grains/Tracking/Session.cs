namespace SessionGrains.Tracking;

/// <summary>
/// One media session: takes events in the order of their arrival and knows at any moment what they amount to in the order of their ts
/// (decisions.md sections 3 and 4). Pure: the server's clock is an argument, in milliseconds since 1970-01-01 UTC. Not thread-safe.
/// </summary>
public sealed class Session
{
    private const long SkewMs = 86_400_000;
    private const double SamePlayhead = 0.001;

    private readonly TrackingRules _rules;
    private readonly SessionFacts _facts;
    private readonly SessionProgress _progress;
    private readonly IOutages? _outages;

    /// <summary>With every event that has arrived. The same object as the settled state while the window is empty.</summary>
    private TrackingState _current;

    private Session(SessionOpening opening, TrackingRules rules, SessionProgress progress, IOutages? outages)
    {
        _outages = outages;
        _rules = rules;
        _facts = new(opening.LengthSeconds, rules.IdleTimeoutMs);
        _progress = progress;
        _current = progress.Settled;
        Opening = opening;
    }

    /// <summary>Grows with every change.</summary>
    public int Revision { get; private set; }

    /// <summary>The <see cref="Revision"/> of the last change that was more than a repeat: what <c>EveryEvent</c> must store.</summary>
    public int EventRevision { get; private set; }

    /// <summary>The <see cref="Revision"/> of the last change that was more than a ping which only let time pass: what <c>Transitions</c> must store.</summary>
    public int TransitionRevision { get; private set; }

    public long OpenedAtMs => Opening.OpenedAtMs;

    public long StartTs => Opening.StartTs;

    /// <summary>The player's clock at the last event in order, as it was sent.</summary>
    public long EndTs => _current.LastSentTs;

    /// <summary>Arrival of the last accepted event, repeats included.</summary>
    public long LastEventAtMs => _progress.LastEventAtMs;

    /// <summary>Null while the session is open.</summary>
    public ClosedBy? ClosedBy => _progress.ClosedBy;

    public long? ClosedAtMs => _progress.ClosedBy is null ? null : _progress.ClosedAtMs;

    /// <summary>True when nothing can change any more: closed, and the 5 s for overtaken events are over.</summary>
    public bool IsFinished => _progress.Finished;

    public EventCounts Counts => new(_progress.Received, _progress.Duplicates, _progress.Late);

    public QoeValues Qoe => _current.LatestQuality();

    /// <summary>When the session closes if nothing more arrives; null once closed.</summary>
    public long? ClosesAtMs => _progress.ClosedBy is null ? EarliestDeadline().AtMs : null;

    /// <summary>When time alone changes something next: a timeout, the end of the 5 s after sessionEnd, or the end of the retention.</summary>
    public long NextDeadlineMs => _progress switch
    {
        { ClosedBy: null } => EarliestDeadline().AtMs,
        { Finished: false } => _progress.ClosedAtMs + TrackingRules.WindowMs,
        _ => ForgottenAtMs,
    };

    /// <summary>When a closed session is forgotten; of an open one, the earliest it could be.</summary>
    public long ForgottenAtMs => (ClosedAtMs ?? EarliestDeadline().AtMs) + _rules.RetentionMs;

    internal SessionOpening Opening { get; }

    internal SessionProgress Progress => _progress;

    /// <summary>Opens a session at its sessionStart.</summary>
    /// <param name="request">The sessionStart.</param>
    /// <param name="nowMs">Server clock, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="rules">The configurable times.</param>
    /// <param name="outages">By what deadlines move; null for nothing.</param>
    public static Session Start(StartRequest request, long nowMs, TrackingRules rules, IOutages? outages = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settled = new TrackingState(request.Ts, request.Playhead);
        settled.TakeQuality(request.Qoe, request.Ts);
        if (request.UnknownMember is { } pointer)
        {
            settled.Note(FindingKind.UnknownMember, request.Ts, pointer);
        }

        if (Math.Abs(request.Ts - nowMs) > SkewMs)
        {
            settled.Note(FindingKind.ClockSkew, request.Ts);
        }

        return new(SessionOpening.Of(request, nowMs), rules, new()
        {
            Settled = settled,
            Received = 1,
            LastEventAtMs = nowMs,
            LastMovementAtMs = nowMs,
            LastArrivalAtMs = nowMs,
            LastArrivalTs = request.Ts,
            LastArrivalPlayhead = request.Playhead,
        }, outages);
    }

    /// <summary>A whole downloaded session, sorted as a whole and closed at once: no clocks to compare, nothing late.</summary>
    public static Session Downloaded(StartRequest request, IReadOnlyList<PlayerEvent> events, long nowMs, TrackingRules rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        var session = Start(request, nowMs, rules);
        var settled = session._progress.Settled = session._current = new(request.Ts, request.Playhead);
        settled.TakeQuality(request.Qoe, request.Ts);
        if (request.UnknownMember is { } pointer)
        {
            settled.Note(FindingKind.UnknownMember, request.Ts, pointer);
        }

        var distinct = events.DistinctBy(static e => e.Fingerprint).ToArray();
        EventOrder.Apply(settled, [.. distinct.Select(e => new ArrivedEvent(e, e.Ts, e.Ts, nowMs, ArrivalOddities.None))], session._facts);
        session._progress.Received += events.Count;
        session._progress.Duplicates = events.Count - distinct.Length;
        session._progress.FirstDuplicateTs = events.GroupBy(static e => e.Fingerprint).FirstOrDefault(static g => g.Skip(1).Any())?.First().Ts ?? 0;
        session.Close(settled.Ended ? Tracking.ClosedBy.SessionEnd : Tracking.ClosedBy.Downloaded, nowMs);
        return session;
    }

    /// <summary>A session as it was stored.</summary>
    internal static Session Restore(SessionOpening opening, TrackingRules rules, SessionProgress progress, IOutages? outages = null)
    {
        var session = new Session(opening, rules, progress, outages);
        session.Replay();
        return session;
    }

    /// <summary>Takes an event that arrived at <paramref name="nowMs"/>.</summary>
    /// <returns><see cref="TrackVerdict.Accepted"/>, also for repeats and late ones, or <see cref="TrackVerdict.Closed"/>.</returns>
    public TrackVerdict Track(PlayerEvent playerEvent, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(playerEvent);
        MeetDeadline(nowMs);
        var known = _progress.Knows(playerEvent.Fingerprint);
        if (_progress.Finished)
        {
            return known || playerEvent.Type == PlayerEventType.SessionEnd ? TrackVerdict.Accepted : TrackVerdict.Closed;
        }

        if (known || (_progress.ClosedBy is not null && playerEvent.Type == PlayerEventType.SessionEnd))
        {
            TakeDuplicate(playerEvent, nowMs);
            return TrackVerdict.Accepted;
        }

        SettleWindow(nowMs);
        var arrived = Place(playerEvent, nowMs, out var shiftMs);
        if (_progress.ClosedBy is not null && arrived.OwnTs > _progress.EndTs)
        {
            return TrackVerdict.Closed;
        }

        NoteArrival(playerEvent, nowMs, shiftMs, arrived.IsLate);
        var before = _current;
        TakeIntoWindow(arrived);
        var onlyTimePassed = playerEvent.Type == PlayerEventType.Ping && !arrived.IsLate && _current.DiffersFromOnlyInTime(before);
        if (_current.Ended && _progress.ClosedBy is null)
        {
            _progress.ClosedBy = Tracking.ClosedBy.SessionEnd;
            _progress.ClosedAtMs = nowMs;
            _progress.EndTs = arrived.Ts;
        }

        NoteChange(isEvent: true, isTransition: !onlyTimePassed);
        return TrackVerdict.Accepted;
    }

    /// <summary>Does what time alone does: closes on a timeout, as of its deadline, and ends the 5 s after sessionEnd.</summary>
    /// <returns>Whether something changed.</returns>
    public bool MeetDeadline(long nowMs)
    {
        if (_progress.Finished || nowMs < NextDeadlineMs)
        {
            return false;
        }

        if (_progress.ClosedBy is { } closedBy)
        {
            Close(closedBy, _progress.ClosedAtMs);
        }
        else
        {
            var (at, reason) = EarliestDeadline();
            Close(reason, at);
        }

        return true;
    }

    /// <summary>What the session amounts to up to its last event.</summary>
    public SessionMetrics Metrics() => _current.Metrics(Opening.Resume, _facts.LengthSeconds, ClosedAtMs is { } closedAt ? Math.Max(0, closedAt - LastEventAtMs) : null);

    /// <summary>What the viewer sees.</summary>
    public PlaybackView Playback() => _current.Playback();

    /// <summary>What a player team would want to know, each kind once.</summary>
    public Finding[] Findings()
    {
        var findings = _current.Findings(ClosedBy is not null);
        return _progress.Duplicates == 0
            ? [.. findings]
            : [.. findings, FindingTexts.Describe(new(FindingKind.Duplicate, _progress.Duplicates, _progress.FirstDuplicateTs, null), BoundedList.None)];
    }

    private (long AtMs, ClosedBy Reason) EarliestDeadline()
    {
        var idle = Deadline(_progress.LastEventAtMs, _rules.IdleTimeoutMs);
        var noProgress = Deadline(_progress.LastMovementAtMs, _rules.NoProgressTimeoutMs);
        var maxAge = Deadline(OpenedAtMs, _rules.MaxAgeMs);
        return maxAge <= idle && maxAge <= noProgress ? (maxAge, Tracking.ClosedBy.MaxAge)
            : noProgress < idle ? (noProgress, Tracking.ClosedBy.NoProgress)
            : (idle, Tracking.ClosedBy.Idle);
    }

    private long Deadline(long sinceMs, long timeoutMs) => sinceMs + timeoutMs + (_outages?.TotalMsSince(sinceMs) ?? 0);

    private void Close(ClosedBy reason, long atMs)
    {
        _progress.Settled = _current;
        _progress.Window.Clear();
        _current.CloseWhatIsOpen();
        _progress.ClosedBy = reason;
        _progress.ClosedAtMs = atMs;
        _progress.Finished = true;
        NoteChange(isEvent: true, isTransition: true);
    }

    private void TakeDuplicate(PlayerEvent playerEvent, long nowMs)
    {
        _progress.FirstDuplicateTs = _progress.Duplicates == 0 ? playerEvent.Ts : _progress.FirstDuplicateTs;
        _progress.Received++;
        _progress.Duplicates++;
        _progress.LastEventAtMs = nowMs;
        NoteChange(isEvent: false, isTransition: false);
    }

    private void NoteChange(bool isEvent, bool isTransition)
    {
        Revision++;
        EventRevision = isEvent ? Revision : EventRevision;
        TransitionRevision = isTransition ? Revision : TransitionRevision;
    }

    /// <summary>Where an arrival stands: its ts, shifted where the player's clock was changed; a late one where the session has got to.</summary>
    private ArrivedEvent Place(PlayerEvent playerEvent, long nowMs, out long shiftMs)
    {
        var oddities = Math.Abs(playerEvent.Ts - nowMs) > SkewMs ? ArrivalOddities.ClockSkew : ArrivalOddities.None;
        var playerMs = playerEvent.Ts - _progress.LastArrivalTs;
        var serverMs = nowMs - _progress.LastArrivalAtMs;
        shiftMs = _progress.ClockShiftMs;
        if (Math.Abs(playerMs - serverMs) > _rules.IdleTimeoutMs)
        {
            shiftMs += serverMs - playerMs;
            oddities |= ArrivalOddities.ClockJump;
        }

        var ts = playerEvent.Ts + shiftMs;
        return EventOrder.BelongsBefore(_progress.Settled, playerEvent, ts)
            ? new(playerEvent, _current.LastTs, ts, nowMs, oddities | ArrivalOddities.Late)
            : new(playerEvent, ts, ts, nowMs, oddities);
    }

    private void NoteArrival(PlayerEvent playerEvent, long nowMs, long shiftMs, bool late)
    {
        _progress.Remember(playerEvent.Fingerprint);
        _progress.Received++;
        _progress.Late += late ? 1 : 0;
        _progress.LastEventAtMs = _progress.LastArrivalAtMs = nowMs;
        _progress.LastArrivalTs = playerEvent.Ts;
        _progress.ClockShiftMs = shiftMs;
        if (Math.Abs(playerEvent.Playhead - _progress.LastArrivalPlayhead) > SamePlayhead)
        {
            _progress.LastMovementAtMs = nowMs;
            _progress.LastArrivalPlayhead = playerEvent.Playhead;
        }
    }

    /// <summary>Adds the event to the window: applied at once when it is the last in order, otherwise by replaying the few that the window holds.</summary>
    private void TakeIntoWindow(ArrivedEvent arrived)
    {
        var inOrder = !_current.HasEvents || arrived.Ts > _current.LastTs;
        _progress.Window.Add(arrived);
        if (inOrder && !_current.Ended)
        {
            _current = _current.Copy();
            EventOrder.ApplyNext(_current, arrived, _facts);
        }
        else
        {
            Replay();
        }

        if (_progress.Window.Count > TrackingRules.WindowEvents)
        {
            Settle(_progress.Window[0]);
        }
    }

    private void Replay()
    {
        if (_progress.Window.Count > 0)
        {
            _current = _progress.Settled.Copy();
            EventOrder.Apply(_current, _progress.Window, _facts);
        }
    }

    /// <summary>Lets the events go that have been in the window for 5 s.</summary>
    private void SettleWindow(long nowMs)
    {
        var window = _progress.Window;
        if (window.Count > 0 && nowMs - window[^1].ArrivedAtMs > TrackingRules.WindowMs)
        {
            _progress.Settled = _current;
            window.Clear();
        }

        while (_progress.Window.Count > 0 && nowMs - _progress.Window[0].ArrivedAtMs > TrackingRules.WindowMs)
        {
            Settle(_progress.Window[0]);
        }
    }

    /// <summary>Lets an event go, and with it those that stand before it.</summary>
    private void Settle(ArrivedEvent oldest)
    {
        _progress.Window = EventOrder.Apply(_progress.Settled, _progress.Window, _facts, oldest) ?? [];
    }
}
