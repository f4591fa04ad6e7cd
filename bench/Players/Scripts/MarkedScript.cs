namespace SessionGrains.Players;

/// <summary>
/// A short session whose events carry marks: keys of their qoeData that no other event of the run has, by which a reader sees which events are in. It has at most
/// <see cref="MostEvents"/> events, because a session keeps 32 marks and 32 distinct errors. The clock and the playhead go on with every event, so nothing stalls and
/// no two events are equal.
/// </summary>
internal sealed class MarkedScript : Script
{
    public const int MostEvents = 30;

    private readonly Random _random;
    private readonly Func<bool> _mayBeAbandoned;
    private readonly bool _isAbandoned;
    private readonly int _length;
    private readonly Queue<PlayerEventType> _planned = new([PlayerEventType.Play]);
    private long _ts;
    private double _playhead;
    private int _number;
    private int _breaks;
    private int _chapters;
    private bool _isFullScreen;

    /// <param name="seed">The same seed writes the same events.</param>
    /// <param name="player">Number of the player.</param>
    /// <param name="session">Number of its session.</param>
    /// <param name="mayBeAbandoned">Asked at the end of a session whose viewer closes the window without a sessionEnd. Null: never.</param>
    public MarkedScript(int seed, int player, int session, Func<bool>? mayBeAbandoned = null)
        : this(new Viewing
        {
            Seed = seed,
            Viewer = player,
            Session = session,
            StartTs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            Title = Title.Film(string.Create(CultureInfo.InvariantCulture, $"{seed}-{player}-{session}")),
        })
    {
        _mayBeAbandoned = mayBeAbandoned ?? (static () => false);
    }

    private MarkedScript(Viewing viewing)
        : base(viewing)
    {
        _random = viewing.Random();
        _length = _random.Next(6, MostEvents);
        _isAbandoned = _random.Next(6) == 0;
        _ts = viewing.StartTs;
        _mayBeAbandoned = null!;
        Viewing = viewing with { Title = viewing.Title with { LengthSeconds = _random.Next(60, 240) } };
    }

    /// <summary>A mark of which none is the beginning of another.</summary>
    public static string Mark(string mediaId, int number) => string.Create(CultureInfo.InvariantCulture, $"mark.{mediaId}.{number}.");

    /// <summary>The values of an event that has this mark.</summary>
    public static QoeValue[] Marked(string mark) => [new QoeValue(mark, "1")];

    public override IEnumerable<ScriptedEvent> Write()
    {
        while (_number < _length)
            yield return Next(_planned.TryDequeue(out var planned) ? planned : Choose());

        if (!_isAbandoned || !_mayBeAbandoned())
            yield return Next(PlayerEventType.SessionEnd);
    }

    public override ScriptedEvent End(ScriptedEvent? last, long now) => Next(PlayerEventType.SessionEnd);

    private PlayerEventType Choose()
    {
        switch (_random.Next(100))
        {
            case < 40:
                return PlayerEventType.Ping;
            case < 60:
                return PlayerEventType.Error;
            case < 68:
                return PlayerEventType.BitrateChange;
            case < 78:
                _planned.Enqueue(PlayerEventType.Play);
                return PlayerEventType.PauseStart;
            case < 84:
                _planned.Enqueue(PlayerEventType.Play);
                return PlayerEventType.BufferStart;
            case < 90:
                Plan(PlayerEventType.AdStart, PlayerEventType.Ping, _random.Next(3) == 0 ? PlayerEventType.AdSkip : PlayerEventType.AdComplete, PlayerEventType.AdBreakComplete);
                return PlayerEventType.AdBreakStart;
            case < 95:
                Plan(PlayerEventType.Ping, PlayerEventType.ChapterComplete);
                return PlayerEventType.ChapterStart;
            default:
                _isFullScreen = !_isFullScreen;
                return _isFullScreen ? PlayerEventType.StateStart : PlayerEventType.StateEnd;
        }
    }

    private void Plan(params ReadOnlySpan<PlayerEventType> types)
    {
        foreach (var type in types)
            _planned.Enqueue(type);
    }

    private ScriptedEvent Next(PlayerEventType type)
    {
        var span = _random.Next(300, 4_000);
        _ts += span;
        _playhead = Math.Round(_playhead + (span / 1000.0), 3);
        var mark = Mark(Viewing.Title.Id, _number);
        var qoe = type switch
        {
            PlayerEventType.Error => new QoeValues { ErrorId = $"error-{mark}", ErrorSource = "player", Others = Marked(mark) },
            PlayerEventType.BitrateChange => new() { Bitrate = _random.Next(10, 60) * 100_000, DroppedFrames = _number, Others = Marked(mark) },
            _ => new() { Others = Marked(mark) },
        };
        var index = type == PlayerEventType.AdBreakStart ? ++_breaks : type == PlayerEventType.ChapterStart ? ++_chapters : 0;
        var meaning = EventOf(type, _ts, _playhead, qoe, index, $"ad-{mark}");
        _number++;
        return new ScriptedEvent(meaning, Scene.Playing, PlayheadMoves: true, mark);
    }
}
