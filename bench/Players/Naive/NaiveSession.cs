namespace SessionGrains.Players;

/// <summary>
/// The rules of docs/protocol.md#4-from-events-to-a-session as questions about a whole sorted list: what is open after event n, what does the viewer see after event n. Nothing is
/// carried from event to event; each answer looks back over the list again. Slow on purpose: it judges the tracking core and shares nothing with it.
/// </summary>
internal sealed class NaiveSession(StartRequest start, IReadOnlyList<PlayerEvent> ordered, long idleTimeoutMs)
{
    public StartRequest Start => start;

    public IReadOnlyList<PlayerEvent> Events { get; } = ordered;

    /// <summary>Milliseconds from event n to the next that count: none before the first, none after the last, none over the idle timeout.</summary>
    public long SpanMs(int n)
    {
        var span = n < 0 || n + 1 >= Events.Count ? 0 : Events[n + 1].Ts - Events[n].Ts;
        return span > idleTimeoutMs ? 0 : span;
    }

    /// <summary>Index of the adBreakStart whose break is open after event n, or null.</summary>
    public int? Break(int n) =>
        Last(n, PlayerEventType.AdBreakStart, PlayerEventType.AdBreakComplete, PlayerEventType.SessionComplete, PlayerEventType.SessionEnd) is { } at && Is(at, PlayerEventType.AdBreakStart) ? at : null;

    /// <summary>Index of the adStart whose ad is open after event n, or null.</summary>
    public int? Ad(int n)
    {
        var opened = Last(n, PlayerEventType.AdStart);
        if (opened is not { } at || Between(at, n, PlayerEventType.AdComplete, PlayerEventType.AdSkip, PlayerEventType.SessionEnd) || Any(at + 1, n, CompletesContent))
        {
            return null;
        }

        return Between(at, n, PlayerEventType.AdBreakStart) || (Break(at) is not null && Between(at, n, PlayerEventType.AdBreakComplete)) ? null : at;
    }

    /// <summary>Index of the chapterStart whose chapter is open after event n, or null.</summary>
    public int? Chapter(int n) =>
        Last(n, PlayerEventType.ChapterStart, PlayerEventType.ChapterComplete, PlayerEventType.ChapterSkip, PlayerEventType.SessionComplete, PlayerEventType.SessionEnd) is { } at
            && Is(at, PlayerEventType.ChapterStart) && !IsAfterComplete(at) ? at : null;

    /// <summary>Index of the adStart whose ad event n ends although its break is over, or null: an adComplete or adSkip within a second after the adBreakComplete that cut the ad.</summary>
    public int? AdEndedAfterBreak(int n)
    {
        if (!IsStrayAdEnd(n))
        {
            return null;
        }

        var cut = n - 1;
        while (cut > 0 && !(Is(cut, PlayerEventType.AdBreakComplete) && Ad(cut - 1) is not null && Ad(cut) is null))
        {
            cut--;
        }

        return cut > 0 && Events[n].Ts - Events[cut].Ts <= 1_000 && !Any(cut + 1, n - 1, IsStrayAdEnd) ? Ad(cut - 1) : null;
    }

    public bool IsComplete(int n) => Last(n, PlayerEventType.SessionComplete) is not null;

    /// <summary>Whether event n is one of main content after its end, which changes nothing.</summary>
    public bool IsAfterComplete(int n) => IsComplete(n - 1) && Events[n].Type switch
    {
        PlayerEventType.ChapterStart => true,
        PlayerEventType.Play or PlayerEventType.PauseStart or PlayerEventType.BufferStart or PlayerEventType.SessionComplete => Break(n - 1) is null,
        PlayerEventType.Ping => Break(n - 1) is null && Math.Abs(MovedBy(n)) > 1,
        _ => false,
    };

    /// <summary>Seconds that the playhead of event n is ahead of that of the event before it; the first event's is compared with the sessionStart's.</summary>
    public double MovedBy(int n) => Events[n].Playhead - (n == 0 ? Start.Playhead : Events[n - 1].Playhead);

    public bool IsPlayback(int n) => Is(n, PlayerEventType.Play, PlayerEventType.PauseStart, PlayerEventType.BufferStart);

    /// <summary>An event that moves main content: a playback event while no break is open and the content is not complete.</summary>
    public bool MovesContent(int n) => IsPlayback(n) && Break(n) is null && !IsComplete(n);

    public NaiveScene See(int n)
    {
        if (Break(n) is null)
        {
            return IsComplete(n) ? NaiveScene.Completed : Playback(n, from: 0, MovesContent, otherwise: NaiveScene.Starting);
        }

        return Ad(n) is not { } ad
            ? NaiveScene.BetweenAds
            : Playback(n, from: ad + 1, IsPlayback, otherwise: NaiveScene.Playing) switch
            {
                NaiveScene.Paused => NaiveScene.AdPaused,
                NaiveScene.Buffering => NaiveScene.AdBuffering,
                _ => NaiveScene.AdPlaying,
            };
    }

    /// <summary>The player states kept (by lower-case name, in order of first opening) and whether each is open after event n.</summary>
    public Dictionary<string, bool> States(int n)
    {
        var states = new Dictionary<string, bool>();
        for (var at = 0; at <= n; at++)
        {
            foreach (var name in Events[at].StatesEnd ?? [])
            {
                if (states.ContainsKey(name.ToLowerInvariant()))
                {
                    states[name.ToLowerInvariant()] = false;
                }
            }

            foreach (var name in Events[at].StatesStart ?? [])
            {
                if (states.ContainsKey(name.ToLowerInvariant()) || states.Count < 10)
                {
                    states[name.ToLowerInvariant()] = true;
                }
            }
        }

        return states;
    }

    public bool Is(int n, params ReadOnlySpan<PlayerEventType> types) => types.Contains(Events[n].Type);

    private int? Last(int n, params ReadOnlySpan<PlayerEventType> types)
    {
        for (var at = n; at >= 0; at--)
        {
            if (Is(at, types))
            {
                return at;
            }
        }

        return null;
    }

    private static bool Any(int from, int upTo, Func<int, bool> isSo) => Enumerable.Range(from, Math.Max(0, upTo - from + 1)).Any(isSo);

    private bool CompletesContent(int n) => Is(n, PlayerEventType.SessionComplete) && !IsAfterComplete(n);

    private bool IsStrayAdEnd(int n) => Is(n, PlayerEventType.AdComplete, PlayerEventType.AdSkip) && Ad(n - 1) is null;

    private bool Between(int after, int upTo, params ReadOnlySpan<PlayerEventType> types) => Last(upTo, types) > after;

    private NaiveScene Playback(int n, int from, Func<int, bool> counts, NaiveScene otherwise)
    {
        for (var at = n; at >= from; at--)
        {
            if (counts(at))
            {
                return Events[at].Type switch
                {
                    PlayerEventType.Play => NaiveScene.Playing,
                    PlayerEventType.PauseStart => NaiveScene.Paused,
                    _ => NaiveScene.Buffering,
                };
            }
        }

        return otherwise;
    }
}

/// <summary>What the viewer sees between two events.</summary>
internal enum NaiveScene
{
    Starting, Playing, Paused, Buffering, Completed, BetweenAds, AdPlaying, AdPaused, AdBuffering,
}
