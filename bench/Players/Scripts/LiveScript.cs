namespace SessionGrains.Players;

/// <summary>A channel: joined mid-stream, the playhead is the second of the day, and its ad breaks come by the clock, for all viewers at once.</summary>
internal sealed class LiveScript(Viewing viewing) : TimedScript(viewing)
{
    private const double MeanWatchedMs = 20 * 60_000;
    private const double BetweenActionsMs = 60_000;

    /// <summary>Four ads, the same for all viewers.</summary>
    private static readonly long[] BreakMs = [15_000, 15_000, 10_000, 20_000];

    protected override long LengthMs => Viewing.Title.LengthSeconds * 1000L;

    /// <summary>Where the channel is now.</summary>
    private long LiveEdge => Now % LengthMs;

    private long BreakEveryMs => Viewing.Title.BreakEverySeconds * 1000L;

    public override IEnumerable<ScriptedEvent> Write()
    {
        Wait(Quality.TimeToStart);
        PlayheadMs = LiveEdge;
        if (!Viewing.Resumes && Random.Next(5) < 2)
        {
            foreach (var one in AdBreak("preroll", [Between(1, 3) * 5_000], maySkip: true, goesOnAt: () => LiveEdge))
                yield return one;
        }

        PlayheadMs = LiveEdge;
        yield return PlayOn();
        var leavesAt = Now + Math.Min(ByChance(MeanWatchedMs), 3 * 3_600_000);
        var nextBreak = NextBreak();
        while (true)
        {
            foreach (var one in Pass(Math.Max(0, Math.Min(ByChance(BetweenActionsMs), Math.Min(leavesAt, nextBreak) - Now))))
                yield return one;

            // A viewer who paused or buffered at the beginning of a break has missed it.
            foreach (var one in Now >= leavesAt ? Leave() : Now >= nextBreak ? Now - nextBreak < 1_000 ? MidRoll() : [] : Act())
                yield return one;

            if (Departure != Departure.None)
                yield break;

            nextBreak = Now >= nextBreak ? NextBreak() : nextBreak;
        }
    }

    protected override long Moved(long playheadMs, long spanMs) => (playheadMs + spanMs) % LengthMs;

    private IEnumerable<ScriptedEvent> Act() => Random.Next(100) switch
    {
        < 40 => ChangeBitrate(),
        < 68 => Buffer(),
        < 78 => Pause(goesOnAt: () => LiveEdge),
        < 90 => SwitchFullScreen(),
        < 96 => Fail(),
        _ => Stall(),
    };

    private IEnumerable<ScriptedEvent> MidRoll()
    {
        foreach (var one in AdBreak("midroll", BreakMs, maySkip: false, goesOnAt: () => LiveEdge))
            yield return one;

        if (Viewing.Player.PlaysAfterBreak)
            yield return PlayOn();
    }

    /// <summary>Depends only on the clock, so that all viewers of a channel agree. Each channel has its own times.</summary>
    private long NextBreak()
    {
        var shift = Viewing.Title.Number * 37_000L;
        return ((((Now + shift) / BreakEveryMs) + 1) * BreakEveryMs) - shift;
    }
}
