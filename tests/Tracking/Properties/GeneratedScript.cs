using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests;

/// <summary>The clocks, the playhead and the list of a viewing that is being generated, from steps of numbers.</summary>
internal sealed class GeneratedScript(double playhead)
{
    private static readonly string[] StateNames = ["mute", "Mute", "MUTE", "fullscreen", "fullScreen", "inFocus", "pip", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];

    private long _ts = Zero;
    private long _server = Zero;
    private double _playhead = playhead;
    private long _lastSpan;
    private int _silences;
    private int _ids;

    public List<(PlayerEvent Event, long ArrivesMs)> Events { get; } = [];

    public void Add((int Kind, int Gap, int Move, int Extra) step)
    {
        Wait(step.Gap);
        Move(step.Move, step.Extra);
        var (kind, extra) = (step.Kind, step.Extra);
        var name = StateNames[extra % StateNames.Length];
        var other = StateNames[extra / 14 % StateNames.Length];
        switch (kind)
        {
            case < 18:
                Say((PlayerEventType)(kind + 1), extra);
                break;
            case < 28:
                Say(PlayerEventType.Ping, extra);
                break;
            case < 32:
                Say(PlayerEventType.Play, extra);
                break;
            case < 34:
                AdBreak(ads: (extra % 3) + 1, lastSkipped: extra % 2 == 0, extra);
                break;
            case < 36:
                Say(PlayerEventType.StatesUpdate, extra, starts: [name], ends: other.Equals(name, StringComparison.OrdinalIgnoreCase) ? null : [other]);
                break;
            case < 38:
                Stall(pings: (extra % 4) + 1);
                break;
            case < 40:
                Say(PlayerEventType.ChapterStart, extra);
                break;
            default:
                Misuse(kind, extra);
                break;
        }
    }

    public void End(bool complete)
    {
        if (complete)
        {
            Wait(3);
            Say(PlayerEventType.SessionComplete, 0);
        }

        Wait(0);
        Say(PlayerEventType.SessionEnd, 0);
    }

    private void Misuse(int kind, int extra)
    {
        switch (kind, extra % 4)
        {
            case (40, _):
                EndAdAfterBreak(extra);
                break;
            case (41, _):
                AdBreak(ads: 1, lastSkipped: false, extra);
                Run(pings: 3, extra % 2 == 0 ? 10 : 1);
                break;
            case (42, 0):
                _playhead = 86_390 + (extra % 9);
                Say(PlayerEventType.Ping, extra);
                Pass(10_000);
                _playhead = extra % 500;
                Say(PlayerEventType.Ping, 1);
                break;
            case (42, 1):
                Run(pings: 3, 20);
                break;
            case (42, 2):
                Say(PlayerEventType.Play, extra);
                Pass(extra * 3 / 2);
                Say(PlayerEventType.AdBreakStart, extra);
                break;
            case (42, _):
                Say(PlayerEventType.SessionComplete, extra);
                Run(pings: 2, 10);
                Say(PlayerEventType.ChapterStart, extra);
                Say(PlayerEventType.SessionComplete, extra);
                break;
            case (43, 0):
                BreaksOfNoLength(extra / 4);
                break;
            default:
                Say(PlayerEventType.StateStart, extra);
                Pass(1_000);
                Say(PlayerEventType.StateStart, extra);
                break;
        }
    }

    private void AdBreak(int ads, bool lastSkipped, int extra)
    {
        Say(PlayerEventType.AdBreakStart, extra);
        for (var ad = 1; ad <= ads; ad++)
        {
            Say(PlayerEventType.AdStart, extra + ad);
            Wait(10);
            _playhead += extra % 3 == 0 ? 1 : 0;
            Say(PlayerEventType.Ping, 1);
            Wait(9);
            Say(ad == ads && lastSkipped ? PlayerEventType.AdSkip : PlayerEventType.AdComplete, 1);
        }

        Say(PlayerEventType.AdBreakComplete, 1);
    }

    /// <summary>The break is closed first, its ad from 0 to 1.5 s later, now and then twice or behind another ad.</summary>
    private void EndAdAfterBreak(int extra)
    {
        Say(PlayerEventType.AdBreakStart, extra);
        Say(PlayerEventType.AdStart, extra);
        Pass(3_000);
        Say(PlayerEventType.AdBreakComplete, 1);
        Pass((extra % 7) switch { 0 => 0, 1 => 1, 2 => 100, 3 => 999, 4 => 1_000, 5 => 1_001, _ => 1_500 });
        if (extra % 11 == 4)
        {
            Say(PlayerEventType.AdStart, extra);
            Pass(1);
        }

        Say(extra % 2 == 0 ? PlayerEventType.AdComplete : PlayerEventType.AdSkip, 1);
        if (extra % 5 == 0)
        {
            Pass(1);
            Say(PlayerEventType.AdComplete, 1);
        }
    }

    /// <summary>One or two breaks with up to two ads, all at one ts; now and then the last ad goes on.</summary>
    private void BreaksOfNoLength(int extra)
    {
        for (var adBreak = 0; adBreak <= extra % 2; adBreak++)
        {
            Say(PlayerEventType.AdBreakStart, extra + adBreak);
            for (var ad = 0; ad < extra / 2 % 3; ad++)
            {
                Say(PlayerEventType.AdStart, extra + ad);
                Say(ad == 0 ? PlayerEventType.AdComplete : PlayerEventType.AdSkip, 1);
            }

            Say(PlayerEventType.AdBreakComplete, 1);
        }

        if (extra / 6 % 3 == 0)
        {
            Say(PlayerEventType.AdBreakStart, extra);
            Say(PlayerEventType.AdStart, extra);
        }
    }

    private void Run(int pings, double seconds)
    {
        for (var ping = 0; ping < pings; ping++)
        {
            Pass(10_000);
            _playhead += seconds;
            Say(PlayerEventType.Ping, 1);
        }
    }

    private void Stall(int pings)
    {
        for (var ping = 0; ping < pings; ping++)
        {
            Say(PlayerEventType.Ping, 1);
            Wait(9 + (ping % 3));
        }
    }

    /// <summary>Both clocks go on, the server's not always as far: a silence over the idle timeout reaches it as one just below.</summary>
    private void Wait(int gap)
    {
        Pass(gap switch
        {
            < 5 => 0,
            5 => 1,
            6 => 250,
            7 => 500,
            8 => 999,
            9 => 1_000,
            10 => 1_001,
            11 => 3_000,
            12 => 10_000,
            13 => 25_000,
            14 => 6_000,
            _ => ++_silences <= 3 ? 660_000 : 7,
        });
        _server += gap == 4 ? 2_600 : 0;
    }

    private void Pass(long spanMs)
    {
        _lastSpan = spanMs;
        _ts += spanMs;
        _server += Math.Min(spanMs, 500_000);
    }

    private void Move(int move, int extra) =>
        _playhead = move switch
        {
            < 8 => _playhead,
            < 13 => Math.Round(_playhead + 1, 3),
            13 => Math.Round(_playhead + (extra / 10.0), 3),
            14 => Math.Round(extra / 10.0, 3),
            15 => 0,
            16 => Math.Round(_playhead + (2 * _lastSpan / 1000.0), 2),
            17 => Math.Round(_playhead + (_lastSpan / 1000.0), 2),
            18 => 86_390 + (extra % 20),
            _ => Math.Round(128.5 + (extra / 500.0), 2),
        };

    private void Say(PlayerEventType type, int extra, string[]? starts = null, string[]? ends = null)
    {
        var state = StateNames[extra % StateNames.Length];
        var id = ++_ids;
        var one = new PlayerEvent
        {
            Type = type,
            Ts = _ts,
            Playhead = _playhead,
            Fingerprint = (ulong)id,
            Qoe = GeneratedOpenings.Qoe(type, extra),
            Ad = type == PlayerEventType.AdStart ? GeneratedOpenings.Ad(id, extra) : null,
            AdBreak = type == PlayerEventType.AdBreakStart ? new AdBreakOpening(id, _playhead, extra % 3 == 0 ? $"break {id}" : null) : null,
            Chapter = type == PlayerEventType.ChapterStart ? GeneratedOpenings.Chapter(id, extra) : null,
            StatesStart = type == PlayerEventType.StateStart ? [state] : type == PlayerEventType.StatesUpdate ? starts ?? [state] : null,
            StatesEnd = type == PlayerEventType.StateEnd ? [state] : ends,
            UnknownMember = extra % 97 == 5 ? $"/params/unknown{id}" : null,
            MetadataIgnored = extra % 89 == 7,
        };
        Events.Add((one, _server));
    }
}
