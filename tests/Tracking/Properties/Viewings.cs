using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests;

/// <summary>A generated viewing: what the player sent, sorted, and when each event would arrive if nothing overtook it (server clock, ms).</summary>
internal sealed record GeneratedViewing(StartRequest Start, PlayerEvent[] Events, long[] Arrivals)
{
    public override string ToString() => SessionText.Events(Start, Events);
}

/// <summary>Event lists as players send them and as no player should: every type, breaks in breaks, closings of nothing, equal times, long silences, playheads that stand, run and jump.</summary>
internal static class Viewings
{
    /// <summary>No deadline falls into a generated viewing: deadlines have tests of their own.</summary>
    public static readonly SessionTimeouts Rules = SessionTimeouts.Default with { NoProgressTimeoutMs = 86_400_000 };

    private static readonly string[] StateNames = ["mute", "Mute", "MUTE", "fullscreen", "fullScreen", "inFocus", "pip", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];

    private static readonly double?[] Bitrates = [null, null, null, 800, 1_000_000, 2_500_000];

    /// <summary>What comes next, as numbers, so that CsCheck can make a failing list shorter and smaller.</summary>
    private static readonly Gen<(int Kind, int Gap, int Move, int Extra)> Step = Gen.Select(Gen.Int[0, 39], Gen.Int[0, 15], Gen.Int[0, 9], Gen.Int[0, 999]);

    public static readonly Gen<GeneratedViewing> Any =
        Gen.Select(Step.Array[0, 40], Gen.Int[0, 5], Gen.Int[0, 2]).Select((steps, start, end) => Build(steps, start, end));

    private static GeneratedViewing Build((int Kind, int Gap, int Move, int Extra)[] steps, int start, int end)
    {
        var request = SessionStart(
            length: start switch { 0 => 0, 1 => 60.5, 2 => 5, _ => 128.5 },
            playhead: start == 3 ? 12 : 0,
            resume: start == 4,
            qoe: start == 5 ? new QoeValues { Bitrate = 1_200_000, DroppedFrames = 1 } : null);
        var script = new Script();
        foreach (var step in steps)
        {
            script.Add(step);
        }

        if (end > 0)
        {
            script.End(complete: end == 2);
        }

        var sorted = NaiveOrder.Sort(script.Events.Select(one => one.Event));
        return new GeneratedViewing(request, sorted, [.. script.Events.Select(one => one.ArrivesMs).Order()]);
    }

    /// <summary>The clocks, the playhead and the list so far.</summary>
    private sealed class Script
    {
        private long _ts = Zero;
        private long _server = Zero;
        private double _playhead;
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
            if (kind < 18)
            {
                Say((PlayerEventType)(kind + 1), extra);
            }
            else if (kind < 28)
            {
                Say(PlayerEventType.Ping, extra);
            }
            else if (kind < 32)
            {
                Say(PlayerEventType.Play, extra);
            }
            else if (kind < 34)
            {
                AdBreak(ads: (extra % 3) + 1, lastSkipped: extra % 2 == 0);
            }
            else if (kind < 36)
            {
                Say(PlayerEventType.StatesUpdate, extra, starts: [name], ends: other.Equals(name, StringComparison.OrdinalIgnoreCase) ? null : [other]);
            }
            else if (kind < 38)
            {
                Stall(pings: (extra % 4) + 1);
            }
            else
            {
                Say(PlayerEventType.ChapterStart, extra);
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

        private void AdBreak(int ads, bool lastSkipped)
        {
            Say(PlayerEventType.AdBreakStart, ads);
            for (var ad = 1; ad <= ads; ad++)
            {
                Say(PlayerEventType.AdStart, ad);
                Wait(10);
                Say(PlayerEventType.Ping, 1);
                Wait(9);
                Say(ad == ads && lastSkipped ? PlayerEventType.AdSkip : PlayerEventType.AdComplete, 1);
            }

            Say(PlayerEventType.AdBreakComplete, 1);
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
            long span = gap switch
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
            };
            _ts += span;
            _server += gap == 4 ? 2_600 : Math.Min(span, 500_000);
        }

        private void Move(int move, int extra) =>
            _playhead = move switch
            {
                < 4 => _playhead,
                < 7 => Math.Round(_playhead + 1, 3),
                7 => Math.Round(_playhead + (extra / 10.0), 3),
                8 => Math.Round(extra / 10.0, 3),
                _ => 0,
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
                Qoe = Qoe(type, extra),
                Ad = type == PlayerEventType.AdStart ? new AdOpening($"ad-{id}", extra % 2 == 0 ? $"Ad {id}" : null) : null,
                AdBreak = type == PlayerEventType.AdBreakStart ? new AdBreakOpening(id, _playhead, null) : null,
                Chapter = type == PlayerEventType.ChapterStart ? new ChapterOpening(id, extra % 2 == 0 ? $"Chapter {id}" : null) : null,
                StatesStart = type == PlayerEventType.StateStart ? [state] : type == PlayerEventType.StatesUpdate ? starts ?? [state] : null,
                StatesEnd = type == PlayerEventType.StateEnd ? [state] : ends,
                UnknownMember = extra % 97 == 5 ? $"/params/unknown{id}" : null,
                MetadataIgnored = extra % 89 == 7,
            };
            Events.Add((one, _server));
        }

        private static QoeValues? Qoe(PlayerEventType type, int extra) =>
            type == PlayerEventType.Error || extra % 7 == 3
                ? new QoeValues
                {
                    Bitrate = Bitrates[extra % Bitrates.Length],
                    DroppedFrames = extra % 5 == 0 ? extra : null,
                    TimeToStart = extra % 11 == 0 ? extra : null,
                    ErrorId = type == PlayerEventType.Error ? $"e{extra % 3}" : null,
                    ErrorSource = type == PlayerEventType.Error ? extra % 2 == 0 ? "player" : "external" : null,
                    Others = extra % 4 == 0 ? [new QoeValue($"k{extra % 3}", $"{extra}")] : null,
                }
                : null;
    }
}
