namespace SessionGrains.Players;

/// <summary>
/// A script that keeps two clocks, the player's and the playhead, and pings whenever time passes: every 10 s, in ads every second.
/// </summary>
internal abstract partial class TimedScript : Script
{
    private const long ContentPingMs = 10_000;
    private const long AdPingMs = 1_000;

    private long _lastTs;
    private long _pingEveryMs = ContentPingMs;
    private long _nextPing;
    private Scene _scene = Scene.Starting;
    private int _breaks;

    protected TimedScript(Viewing viewing)
        : base(viewing)
    {
        Random = viewing.Random();
        Now = _lastTs = viewing.StartTs;
        _nextPing = Now + ContentPingMs;
        PlayheadMs = viewing.StartPlayheadMs;
        Quality = new StreamQuality(Random);
    }

    protected Random Random { get; }

    protected StreamQuality Quality { get; }

    /// <summary>The player's clock, ms.</summary>
    protected long Now { get; private set; }

    /// <summary>Whether the playhead goes on with the clock.</summary>
    protected bool PlayheadMoves { get; set; }

    protected abstract long LengthMs { get; }

    /// <summary>No event yet. The first event has the quality values.</summary>
    protected bool IsFirst { get; private set; } = true;

    /// <summary>Players close what is open before they end a session.</summary>
    protected virtual bool IsInChapter => false;

    public override ScriptedEvent End(ScriptedEvent? last, long now)
    {
        var (since, playhead) = last is null ? (Viewing.StartTs, Viewing.StartPlayheadMs) : (last.Meaning.Ts, (long)Math.Round(last.Meaning.Playhead * 1000));
        var ts = Math.Max(now, since + 1);
        return new(
            new PlayerEvent { Type = PlayerEventType.SessionEnd, Ts = ts, Playhead = Seconds(last is { PlayheadMoves: true } ? Moved(playhead, ts - since) : playhead), Fingerprint = 0 },
            Scene.Away,
            PlayheadMoves: false);
    }

    /// <summary>The playhead after it has moved for a time span.</summary>
    protected abstract long Moved(long playheadMs, long spanMs);

    /// <summary>Time passes: pings.</summary>
    protected IEnumerable<ScriptedEvent> Pass(long spanMs)
    {
        var until = Now + spanMs;
        while (_nextPing < until)
        {
            Advance(Math.Max(Now, _nextPing));
            yield return Say(PlayerEventType.Ping);
            _nextPing = Now + _pingEveryMs;
        }

        Advance(until);
    }

    /// <summary>Time passes in which a player doesn't ping, because nothing has begun.</summary>
    protected void Wait(long spanMs) => Advance(Now + spanMs);

    protected ScriptedEvent Say(
        PlayerEventType type,
        Scene? scene = null,
        QoeValues? qoe = null,
        AdOpening? ad = null,
        AdBreakOpening? adBreak = null,
        ChapterOpening? chapter = null,
        string? starts = null,
        string? ends = null,
        bool withTheLast = false)
    {
        // Players keep a millisecond between events, except for the play that comes with an adStart.
        if (!withTheLast && Now <= _lastTs)
            Advance(_lastTs + 1);

        IsFirst = false;
        _lastTs = Now;
        _scene = scene ?? _scene;
        return new(
            new PlayerEvent
            {
                Type = type,
                Ts = Now,
                Playhead = Seconds(PlayheadMs),
                Fingerprint = 0,
                Qoe = qoe,
                Ad = ad,
                AdBreak = adBreak,
                Chapter = chapter,
                StatesStart = starts is null ? null : [starts],
                StatesEnd = ends is null ? null : [ends],
            },
            _scene,
            PlayheadMoves);
    }

    /// <summary>Main content stops, ads play one after another, main content goes on.</summary>
    /// <param name="name">Name of the break.</param>
    /// <param name="lengthsMs">How long each ad is.</param>
    /// <param name="maySkip">Whether viewers may skip the last.</param>
    /// <param name="goesOnAt">The playhead afterwards; where it was if left out.</param>
    protected IEnumerable<ScriptedEvent> AdBreak(string name, long[] lengthsMs, bool maySkip, Func<long>? goesOnAt = null)
    {
        var wasMoving = PlayheadMoves;
        var before = _scene;
        PlayheadMoves = false;
        yield return Say(PlayerEventType.AdBreakStart, Scene.Ad, Quality.ToSend(), adBreak: new AdBreakOpening(++_breaks, Math.Floor(PlayheadMs / 1000.0), name));
        PingEvery(AdPingMs);
        for (var ad = 0; ad < lengthsMs.Length; ad++)
        {
            yield return Say(PlayerEventType.AdStart, ad: Ad(ad + 1, lengthsMs[ad]));
            if (Viewing.Player.AtATime > 1)
                yield return Say(PlayerEventType.Play, withTheLast: true);

            var isSkipped = maySkip && ad == lengthsMs.Length - 1 && lengthsMs[ad] > 6_000 && Random.Next(5) == 0;
            foreach (var passing in Pass(isSkipped ? 5_000 : lengthsMs[ad]))
                yield return passing;

            yield return Say(isSkipped ? PlayerEventType.AdSkip : PlayerEventType.AdComplete);
        }

        PingEvery(ContentPingMs);
        PlayheadMs = goesOnAt?.Invoke() ?? PlayheadMs;
        PlayheadMoves = wasMoving;
        yield return Say(PlayerEventType.AdBreakComplete, before);
    }

    protected long Between(long least, long most) => Random.NextInt64(least, most + 1);

    /// <summary>A random span between two independent events: exponentially distributed.</summary>
    protected long ByChance(double meanMs) => (long)(-Math.Log(1 - Random.NextDouble()) * meanMs) + 1;

    private AdOpening Ad(int position, long lengthMs) => AdOf(
        string.Create(CultureInfo.InvariantCulture, $"ad-{position}-of-{lengthMs / 1000}s"), string.Create(CultureInfo.InvariantCulture, $"Ad {position}"), position, Seconds(lengthMs));

    private static double Seconds(long ms) => ms / 1000.0;

    private void PingEvery(long spanMs)
    {
        _pingEveryMs = spanMs;
        _nextPing = Now + spanMs;
    }

    private void Advance(long to)
    {
        if (PlayheadMoves)
            PlayheadMs = Moved(PlayheadMs, to - Now);

        Now = to;
    }
}
