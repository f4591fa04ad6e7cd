namespace SessionGrains.Players;

/// <summary>The actions of viewers and networks.</summary>
internal abstract partial class TimedScript
{
    private static readonly string[] Errors = ["1006:network", "2001:decode", "3016:segment", "licence", "stalled"];

    private bool _isFullScreen;

    /// <param name="goesOnAt">The playhead afterwards; where it was if left out.</param>
    protected IEnumerable<ScriptedEvent> Pause(Func<long>? goesOnAt = null)
    {
        PlayheadMoves = false;
        yield return Say(PlayerEventType.PauseStart, Scene.Paused, Quality.ToSend());
        foreach (var passing in Pass(Math.Min(ByChance(20_000), 240_000)))
            yield return passing;

        PlayheadMs = goesOnAt?.Invoke() ?? PlayheadMs;
        yield return PlayOn();
    }

    protected IEnumerable<ScriptedEvent> Buffer()
    {
        PlayheadMoves = false;
        yield return Say(PlayerEventType.BufferStart, Scene.Buffering);
        foreach (var passing in Pass(300 + Math.Min(ByChance(2_000), 25_000)))
            yield return passing;

        yield return PlayOn();
        if (Random.Next(3) == 0)
            yield return Say(PlayerEventType.BitrateChange, qoe: Quality.Change(down: true));
    }

    /// <summary>The picture stands still and the player doesn't notice: pings with the same playhead.</summary>
    protected IEnumerable<ScriptedEvent> Stall()
    {
        PlayheadMoves = false;
        foreach (var passing in Pass(Between(22_000, 38_000)))
            yield return passing;

        PlayheadMoves = true;
    }

    protected IEnumerable<ScriptedEvent> ChangeBitrate()
    {
        yield return Say(PlayerEventType.BitrateChange, qoe: Quality.Change(down: Random.Next(2) == 0));
    }

    protected IEnumerable<ScriptedEvent> Fail()
    {
        yield return Say(PlayerEventType.Error, qoe: Quality.WithError(Errors[Random.Next(Errors.Length)]));
    }

    protected IEnumerable<ScriptedEvent> SwitchFullScreen()
    {
        _isFullScreen = !_isFullScreen;
        yield return _isFullScreen ? Say(PlayerEventType.StateStart, starts: "fullScreen") : Say(PlayerEventType.StateEnd, ends: "fullScreen");
    }

    /// <summary>Playing begins or goes on, from where the viewer is.</summary>
    protected ScriptedEvent PlayOn()
    {
        PlayheadMoves = true;
        return Say(PlayerEventType.Play, Scene.Playing, IsFirst ? Quality.ToSend() : null);
    }

    /// <summary>The viewer leaves. Most players send a sessionEnd.</summary>
    protected IEnumerable<ScriptedEvent> Leave()
    {
        Departure = Random.Next(20) switch
        {
            0 => Departure.Dropped,
            1 or 2 => Departure.Abandoned,
            _ => Departure.Left,
        };
        if (Departure == Departure.Left)
        {
            PlayheadMoves = false;
            if (IsInChapter)
                yield return Say(PlayerEventType.ChapterSkip);

            yield return Say(PlayerEventType.SessionEnd, Scene.Away);
        }
    }
}
