using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>The reorder window: where an arrival stands, and what leaves it.</summary>
/// <remarks>
/// Most sessions play content and ping every 10 s: each event finds the window of 5 s empty and is alone in it until long after. What they amount to with
/// it is worked out in an object that all sessions of a thread use, and let go. Only a session with more in its window keeps a second state, for as long as it has
/// (<see cref="Spares{T}"/>).
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
            ? ArrivedEvent.Of(playerEvent, Current.LastTs, ts, nowMs, oddities | ArrivalOddities.Late, Spares<ArrivedEvent>.Take())
            : ArrivedEvent.Of(playerEvent, ts, ts, nowMs, oddities, Spares<ArrivedEvent>.Take());
    }

    private void NoteArrival(PlayerEvent playerEvent, long nowMs, long shiftMs, bool late)
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
    /// <returns>What the session amounts to now; for <see cref="GiveBack"/> when it has been looked at.</returns>
    private TrackingState TakeIntoWindow(ArrivedEvent arrived)
    {
        var current = Current;
        var isNext = !current.Ended && (!current.HasEvents || arrived.Ts > current.LastTs);
        _progress.Window.Add(arrived);
        if (isNext)
        {
            current = _current ?? _progress.Settled.CopyInto(Spares<TrackingState>.Take());
            EventOrder.ApplyNext(current, arrived, Facts);
        }
        else
        {
            current = _current = Replayed();
        }

        while (_progress.Window.Count > 1 && IsFull(_progress.Window, arrived))
        {
            Settle(_progress.Window[0]);
        }

        return current;
    }

    /// <summary>Whether the window holds more than it may, with what has come last; a plain event says nothing.</summary>
    private static bool IsFull(in ArrivalWindow window, ArrivedEvent last) =>
        window.Count > TrackingRules.WindowEvents || (last.Details is not null && window.TextBytes > TrackingRules.WindowTextBytes);

    private TrackingState Replayed()
    {
        var state = _progress.Settled.CopyInto(_current ?? Spares<TrackingState>.Take());
        if (_progress.Window.Count == 1)
        {
            EventOrder.ApplyNext(state, _progress.Window[0], Facts);
        }
        else
        {
            EventOrder.Apply(state, _progress.Window.ToList(), Facts);
        }

        return state;
    }

    /// <summary>Gives back a state that was looked at, unless the session keeps it.</summary>
    private void GiveBack(TrackingState state)
    {
        if (!ReferenceEquals(state, _current) && !ReferenceEquals(state, _progress.Settled))
        {
            state.Forget();
            Spares<TrackingState>.Keep(state);
        }
    }

    /// <summary>Lets the events go that have been in the window for 5 s.</summary>
    private void SettleWindow(long nowMs)
    {
        if (_current is { } current && _progress.Window.Count is > 0 and var count && HasLeft(_progress.Window[count - 1]))
        {
            _progress.Settled.Forget();
            Spares<TrackingState>.Keep(_progress.Settled);
            _progress.Settled = current;
            for (var i = 0; i < count; i++)
            {
                LetGo(_progress.Window[i]);
            }

            _progress.Window.Clear();
        }

        while (_progress.Window.Count > 0 && HasLeft(_progress.Window[0]))
        {
            Settle(_progress.Window[0]);
        }

        if (_progress.Window.Count == 0 && _current is { } unused)
        {
            _current = null;
            GiveBack(unused);
        }

        bool HasLeft(ArrivedEvent arrived) => nowMs - arrived.ArrivedAtMs > TrackingRules.WindowMs;
    }

    /// <summary>Lets an event go, and with it those that stand before it.</summary>
    private void Settle(ArrivedEvent oldest)
    {
        if (IsFirstInOrder(oldest))
        {
            EventOrder.ApplyNext(_progress.Settled, oldest, Facts);
            _progress.Window.RemoveFirst();
            LetGo(oldest);
            return;
        }

        _progress.Window = ArrivalWindow.Of(EventOrder.Apply(_progress.Settled, _progress.Window.ToList(), Facts, oldest));
    }

    /// <summary>An event is out of the window, and with that no longer looked at.</summary>
    private static void LetGo(ArrivedEvent arrived)
    {
        arrived.Forget();
        Spares<ArrivedEvent>.Keep(arrived);
    }

    /// <summary>Whether all others of the window come after it by their ts, as they do unless something was overtaken.</summary>
    private bool IsFirstInOrder(ArrivedEvent oldest)
    {
        for (var i = 0; i < _progress.Window.Count; i++)
        {
            var other = _progress.Window[i];
            if (other.Ts <= oldest.Ts && !ReferenceEquals(other, oldest))
            {
                return false;
            }
        }

        return true;
    }
}
