namespace SessionGrains.Tracking;

/// <summary>The reorder window: the place of an arrival, and the events that leave.</summary>
/// <remarks>
/// Most sessions play content and ping every 10 s: each event finds the 5 s window empty and is the only one in it. The state with that event is computed in a
/// copy, read once and dropped. Only a session with more events in its window keeps a second state.
/// </remarks>
public sealed partial class Session
{
    /// <summary>
    /// The state with every event that has arrived. Equals the settled state while the window is empty; otherwise it is computed on first use and kept until
    /// the event leaves the window.
    /// </summary>
    private TrackingState Current => _current ?? (_progress.Window.Count == 0 ? _progress.Settled : _current = Replayed());

    /// <summary>How far the player's clock and the server's may move apart between two arrivals without the finding <c>clock-drift</c>, in ms.</summary>
    private const long MaxDriftMs = 60_000;

    /// <summary>
    /// Places an arrival at its ts, shifted if the player's clock was changed; a late one at the time that the session has reached. Its details are still missing.
    /// </summary>
    private ArrivedEvent PlaceInOrder(PlayerEvent playerEvent, long nowMs, out long shiftMs)
    {
        var flags = ArrivalFlagsOf(playerEvent) | (Math.Abs(playerEvent.Ts - nowMs) > SkewMs ? ArrivalFlags.ClockSkew : ArrivalFlags.None);
        var playerMs = playerEvent.Ts - _progress.LastArrivalTs;
        var serverMs = nowMs - _progress.LastArrivalAtMs;
        shiftMs = _progress.ClockShiftMs;
        var apartMs = Math.Abs(playerMs - serverMs);
        if (apartMs > _rules.IdleTimeoutMs)
        {
            shiftMs += serverMs - playerMs;
            flags |= ArrivalFlags.ClockJump;
        }
        else if (apartMs > MaxDriftMs)
        {
            flags |= ArrivalFlags.ClockDrift;
        }

        var ts = playerEvent.Ts + shiftMs;
        var isLate = EventOrder.BelongsBefore(_progress.Settled, playerEvent, ts);
        return new(
            playerEvent.Type, isLate ? flags | ArrivalFlags.Late : flags, playerEvent.Ts, playerEvent.Playhead, playerEvent.Qoe, Details: null, isLate ? Current.LastTs : ts, ts, nowMs);
    }

    private void RecordArrival(PlayerEvent playerEvent, long nowMs, long shiftMs, bool late)
    {
        _progress.AddFingerprint(playerEvent.Fingerprint);
        _progress.Received++;
        _progress.Late += late ? 1 : 0;
        _progress.LastEventAtMs = _progress.LastArrivalAtMs = nowMs;
        _progress.LastArrivalTs = playerEvent.Ts;
        _progress.ClockShiftMs = shiftMs;
        if (!TrackingState.Same(playerEvent.Playhead, _progress.LastArrivalPlayhead))
        {
            _progress.LastMovementAtMs = nowMs;
            _progress.LastArrivalPlayhead = playerEvent.Playhead;
        }
    }

    /// <summary>Adds the event to the window. The last event in order is applied directly, otherwise the window is replayed.</summary>
    /// <returns>The state with the event.</returns>
    private TrackingState AddToWindow(in ArrivedEvent arrived)
    {
        var current = Current;
        var isNext = !current.Ended && (!current.HasEvents || arrived.Ts > current.LastTs);
        _progress.Window.Add(arrived);
        if (_progress.Window.Count == 1)
        {
            return Replayed();
        }

        if (isNext)
        {
            EventOrder.ApplyNext(current, arrived, Facts);
        }
        else
        {
            current = _current = Replayed();
        }

        while (_progress.Window.Count > 1 && IsFull(_progress.Window, arrived))
        {
            SettleFirst();
        }

        return current;
    }

    /// <summary>Whether the window exceeds a limit, given the last event. Only an event with details has texts.</summary>
    private static bool IsFull(in ArrivalWindow window, in ArrivedEvent last) =>
        window.Count > ArrivalWindow.MaxEvents || ((last.Details is not null || last.Qoe is not null) && window.TextBytes > ArrivalWindow.MaxTextBytes);

    private TrackingState Replayed()
    {
        var state = _progress.Settled.Copy();
        EventOrder.Apply(state, _progress.Window.Events, Facts);
        return state;
    }

    /// <summary>Applies the events that have been in the window for 5 s to the settled state.</summary>
    private void SettleWindow(long nowMs)
    {
        if (_current is not null && _progress.Window.Count > 0 && HasLeft(_progress.Window.Events[^1]))
        {
            _progress.Settled = _current;
            _progress.Window.Clear();
        }

        while (_progress.Window.Count > 0 && HasLeft(_progress.Window.Events[0]))
        {
            SettleFirst();
        }

        if (_progress.Window.Count == 0)
        {
            _current = null;
        }

        bool HasLeft(in ArrivedEvent arrived) => nowMs - arrived.ArrivedAtMs > ArrivalWindow.MaxAgeMs;
    }

    /// <summary>Applies the event that arrived first, and those ordered before it, to the settled state.</summary>
    private void SettleFirst()
    {
        var events = _progress.Window.Events;
        if (IsFirstInOrder(events))
        {
            EventOrder.ApplyNext(_progress.Settled, events[0], Facts);
            _progress.Window.RemoveFirst();
        }
        else
        {
            _progress.Window = new(EventOrder.ApplyUpToFirst(_progress.Settled, events, Facts));
        }
    }

    /// <summary>Whether all others come after the first by ts; false only if an event was overtaken.</summary>
    private static bool IsFirstInOrder(ReadOnlySpan<ArrivedEvent> events)
    {
        foreach (ref readonly var other in events[1..])
        {
            if (other.Ts <= events[0].Ts)
            {
                return false;
            }
        }

        return true;
    }
}
