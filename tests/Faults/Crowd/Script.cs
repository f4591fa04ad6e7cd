using System.Globalization;
using SessionGrains.Messages;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>
/// Writes what a viewer does, event after event, from a seed. At most <see cref="MostEvents"/> a session, because a session keeps 32 marks and 32
/// distinct errors. The clock and the playhead go on with every event, so nothing stalls and no two events are equal.
/// </summary>
internal sealed class Script
{
    public const int MostEvents = 30;

    private readonly Random _random;
    private readonly Queue<PlayerEventType> _planned = new();
    private readonly int _length;
    private long _ts;
    private double _playhead;
    private int _number;
    private int _breaks;
    private int _chapters;
    private bool _isFullScreen;

    public Script(int seed, int player, int session)
    {
        _random = new Random(HashCode(seed, player, session));
        _length = _random.Next(6, MostEvents);
        _ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        IsAbandoned = _random.Next(6) == 0;
        LengthSeconds = _random.Next(60, 240);
        MediaId = string.Create(CultureInfo.InvariantCulture, $"{seed}-{player}-{session}");
        StartTs = _ts;
        StartBody = EventBody.Start(_ts, LengthSeconds, MediaId);
        _planned.Enqueue(PlayerEventType.Play);
    }

    /// <summary>The viewer closes the window without a sessionEnd: the session ends by its idle timeout.</summary>
    public bool IsAbandoned { get; }

    public double LengthSeconds { get; }

    public string MediaId { get; }

    public long StartTs { get; }

    public byte[] StartBody { get; }

    /// <summary>The next event; null when an abandoned session has come to its end.</summary>
    public ScriptedEvent? Next(bool mayBeAbandoned)
    {
        if (_number < _length)
            return Write(_planned.TryDequeue(out var planned) ? planned : Choose());

        return _number > _length || (IsAbandoned && mayBeAbandoned) ? null : End();
    }

    /// <summary>The viewer stops now.</summary>
    public ScriptedEvent End()
    {
        _number = Math.Max(_number, _length);
        return Write(PlayerEventType.SessionEnd);
    }

    private static int HashCode(int seed, int player, int session) => unchecked((((seed * 31) + player) * 8191) + session);

    private PlayerEventType Choose()
    {
        var chance = _random.Next(100);
        switch (chance)
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

    private ScriptedEvent Write(PlayerEventType type)
    {
        var span = _random.Next(300, 4_000);
        _ts += span;
        _playhead = Math.Round(_playhead + (span / 1000.0), 3);
        var mark = EventBody.Mark(MediaId, _number);
        var one = new PlayerEvent
        {
            Type = type,
            Ts = _ts,
            Playhead = _playhead,
            Fingerprint = 0,
            Qoe = Qoe(type, mark),
            AdBreak = type == PlayerEventType.AdBreakStart ? new AdBreakOpening(++_breaks, _playhead, "break") : null,
            Ad = type == PlayerEventType.AdStart ? new AdOpening($"ad-{mark}", "an ad") : null,
            Chapter = type == PlayerEventType.ChapterStart ? new ChapterOpening(++_chapters, "a chapter") : null,
            StatesStart = type == PlayerEventType.StateStart ? ["fullscreen"] : null,
            StatesEnd = type == PlayerEventType.StateEnd ? ["fullscreen"] : null,
        };
        _number++;
        return new ScriptedEvent(mark, one, EventBody.Of(one, mark));
    }

    private QoeValues? Qoe(PlayerEventType type, string mark) => type switch
    {
        PlayerEventType.Error => new() { ErrorId = $"error-{mark}", ErrorSource = "player" },
        PlayerEventType.BitrateChange => new() { Bitrate = _random.Next(10, 60) * 100_000, DroppedFrames = _number },
        _ => null,
    };
}
