namespace SessionGrains.Players;

/// <summary>A film: a pre-roll, chapters, mid-rolls at fixed places, seeks, and perhaps its end.</summary>
internal sealed class VodScript(Viewing viewing) : TimedScript(viewing)
{
    private const double MeanWatchedMs = 8 * 60_000;
    private const double BetweenActionsMs = 40_000;

    private long _nextBreakMs;
    private long _chapter;

    protected override long LengthMs => Viewing.Title.LengthSeconds * 1000L;

    protected override bool IsInChapter => _chapter > 0;

    private long ChapterMs => Viewing.Title.ChapterSeconds * 1000L;

    public override IEnumerable<ScriptedEvent> Write()
    {
        Wait(Quality.TimeToStart);
        if (!Viewing.Resumes && Random.Next(5) < 3)
        {
            foreach (var one in AdBreak("preroll", AdLengths(), maySkip: true))
                yield return one;
        }

        FindNextBreak();
        yield return PlayOn();
        if (ChapterMs > 0)
            yield return OpenChapter();

        var leavesAt = Now + Math.Min(ByChance(MeanWatchedMs), 3 * 3_600_000);
        while (true)
        {
            var span = Math.Min(ByChance(BetweenActionsMs), Math.Min(leavesAt - Now, Math.Min(LengthMs, Math.Min(_nextBreakMs, EndOfChapter())) - PlayheadMs));
            foreach (var one in Pass(Math.Max(0, span)))
                yield return one;

            foreach (var one in PlayheadMs >= LengthMs ? Complete() : Now >= leavesAt ? Leave() : Act())
                yield return one;

            if (Departure != Departure.None)
                yield break;
        }
    }

    protected override long Moved(long playheadMs, long spanMs) => Math.Min(playheadMs + spanMs, LengthMs);

    private IEnumerable<ScriptedEvent> Act()
    {
        if (PlayheadMs >= _nextBreakMs)
        {
            FindNextBreak();
            return MidRoll();
        }

        if (PlayheadMs >= EndOfChapter())
            return TurnChapter(PlayerEventType.ChapterComplete);

        return Random.Next(100) switch
        {
            < 32 => ChangeBitrate(),
            < 52 => Buffer(),
            < 72 => Pause(),
            < 84 => Seek(),
            < 92 => SwitchFullScreen(),
            < 97 => Fail(),
            _ => Stall(),
        };
    }

    private IEnumerable<ScriptedEvent> MidRoll()
    {
        foreach (var one in AdBreak("midroll", AdLengths(), maySkip: true))
            yield return one;

        if (Viewing.Player.PlaysAfterBreak)
            yield return PlayOn();
    }

    private IEnumerable<ScriptedEvent> Seek()
    {
        PlayheadMoves = false;
        yield return Say(PlayerEventType.PauseStart, Scene.Paused);
        foreach (var one in Pass(Between(200, 1_500)))
            yield return one;

        PlayheadMs = Between(0, LengthMs * 9 / 10);
        FindNextBreak();
        yield return PlayOn();
        if (ChapterMs > 0 && ChapterAt(PlayheadMs) != _chapter)
        {
            foreach (var one in TurnChapter(PlayerEventType.ChapterSkip))
                yield return one;
        }
    }

    private IEnumerable<ScriptedEvent> Complete()
    {
        PlayheadMoves = false;
        if (IsInChapter)
            yield return Say(PlayerEventType.ChapterComplete);

        yield return Say(PlayerEventType.SessionComplete, Scene.Away);
        yield return Say(PlayerEventType.SessionEnd);
        Departure = Departure.Completed;
    }

    private IEnumerable<ScriptedEvent> TurnChapter(PlayerEventType closing)
    {
        yield return Say(closing);
        yield return OpenChapter();
    }

    private ScriptedEvent OpenChapter()
    {
        _chapter = ChapterAt(PlayheadMs);
        return Say(PlayerEventType.ChapterStart, chapter: ChapterOf(_chapter, string.Create(CultureInfo.InvariantCulture, $"Chapter {_chapter}")));
    }

    /// <summary>1 for the first.</summary>
    private long ChapterAt(long playheadMs) => (Math.Min(playheadMs, LengthMs - 1) / ChapterMs) + 1;

    private long EndOfChapter() => _chapter == 0 ? long.MaxValue : Math.Min(_chapter * ChapterMs, LengthMs);

    private void FindNextBreak()
    {
        var every = Viewing.Title.BreakEverySeconds * 1000L;
        _nextBreakMs = every == 0 ? long.MaxValue : ((PlayheadMs / every) + 1) * every;
    }

    private long[] AdLengths() => [.. Enumerable.Range(0, Random.Next(1, 4)).Select(_ => Between(1, 4) * 5_000)];
}
