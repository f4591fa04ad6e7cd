using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>The reorder window: where an arrival stands, and what leaves it.</summary>
/// <remarks>
/// Most sessions play content and ping every 10 s: each event finds the window of 5 s empty and is alone in it until long after. What they amount to with
/// it is worked out in a copy of the state, looked at once and dropped. Only a session with more in its window keeps a second state, for as long as it has.
/// </remarks>
public sealed partial class Session
{
    /// <summary>
    /// With every event that has arrived: the settled state while the window is empty. Asked for while an event is in there, it is kept until that leaves.
    /// </summary>
    private TrackingState Current => _current ?? (_progress.Window.Count == 0 ? _progress.Settled : _current = Replayed());

    /// <summary>Where an arrival stands: its ts, shifted where the player's clock was changed; a late one where the session has got to.</summary>
    private ArrivedEvent Place(PlayerEvent playerEvent, long nowMs, out long shiftMs)
    {
        var flags = Math.Abs(playerEvent.Ts - nowMs) > SkewMs ? ArrivalFlags.ClockSkew : ArrivalFlags.None;
        var playerMs = playerEvent.Ts - _progress.LastArrivalTs;
        var serverMs = nowMs - _progress.LastArrivalAtMs;
        shiftMs = _progress.ClockShiftMs;
        if (Math.Abs(playerMs - serverMs) > _rules.IdleTimeoutMs)
        {
            shiftMs += serverMs - playerMs;
            flags |= ArrivalFlags.ClockJump;
        }

        var ts = playerEvent.Ts + shiftMs;
        return EventOrder.BelongsBefore(_progress.Settled, playerEvent, ts)
            ? ArrivedEvent.Of(playerEvent, Current.LastTs, ts, nowMs, flags | ArrivalFlags.Late)
            : ArrivedEvent.Of(playerEvent, ts, ts, nowMs, flags);
    }

    private void RecordArrival(PlayerEvent playerEvent, long nowMs, long shiftMs, bool late)
    {
        _progress.Remember(playerEvent.Fingerprint);
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

    /// <summary>Adds the event to the window: applied at once when it is the last in order, otherwise by replaying the few that the window holds.</summary>
    /// <returns>What the session amounts to now.</returns>
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

    /// <summary>Whether the window holds more than it may, with what has come last; a plain event says nothing.</summary>
    private static bool IsFull(in ArrivalWindow window, in ArrivedEvent last) =>
        window.Count > ArrivalWindow.MaxEvents || (last.Details is not null && window.TextBytes > ArrivalWindow.MaxTextBytes);

    private TrackingState Replayed()
    {
        var state = _progress.Settled.Copy();
        EventOrder.Apply(state, _progress.Window.Events, Facts);
        return state;
    }

    /// <summary>Lets the events go that have been in the window for 5 s.</summary>
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

    /// <summary>Lets the event go that came first, and with it those that stand before it.</summary>
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

    /// <summary>Whether all others come after the first by their ts, as they do unless something was overtaken.</summary>
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
