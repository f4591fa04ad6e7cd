using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests;

/// <summary>A generated viewing: what the player sent, sorted, and when each event would arrive if nothing overtook it (server clock, ms).</summary>
internal sealed record GeneratedViewing(StartRequest Start, PlayerEvent[] Events, long[] Arrivals)
{
    public override string ToString() => SessionText.Events(Start, Events);
}

/// <summary>
/// Event lists as players send them and as no player should: every type, breaks in breaks, closings of nothing and too late, events after the end of the content, equal times, long
/// silences, playheads that stand, run, jump, go over midnight and beyond the length.
/// </summary>
internal static class Viewings
{
    /// <summary>No deadline falls into a generated viewing: deadlines have tests of their own.</summary>
    public static readonly SessionTimeouts Rules = SessionTimeouts.Default with { NoProgressTimeoutMs = 86_400_000 };

    /// <summary>What comes next, as numbers, so that CsCheck can make a failing list shorter and smaller.</summary>
    private static readonly Gen<(int Kind, int Gap, int Move, int Extra)> Step = Gen.Select(Gen.Int[0, 43], Gen.Int[0, 15], Gen.Int[0, 19], Gen.Int[0, 999]);

    public static readonly Gen<GeneratedViewing> Any =
        Gen.Select(Step.Array[0, 40], Gen.Int[0, 7], Gen.Int[0, 2]).Select((steps, start, end) => Build(steps, start, end));

    /// <summary>Too long for a journal.</summary>
    public static readonly Gen<GeneratedViewing> Long =
        Gen.Select(Step.Array[100, 250], Gen.Int[0, 7], Gen.Int[0, 2]).Select((steps, start, end) => Build(steps, start, end));

    private static GeneratedViewing Build((int Kind, int Gap, int Move, int Extra)[] steps, int start, int end)
    {
        var request = SessionStart(
            length: start switch { 0 => 0, 1 => 60.5, 2 => 5, 7 => 86_400, _ => 128.5 },
            playhead: start switch { 3 => 12, 6 => 300, 7 => 86_380, _ => 0 },
            resume: start == 4,
            qoe: start switch { 5 => new QoeValues { Bitrate = 1_200_000, DroppedFrames = 1 }, 6 => new QoeValues { Bitrate = -1, TimeToStart = -1 }, _ => null },
            mediaId: start == 1 ? "" : "film");
        var script = new GeneratedScript(request.Playhead);
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
}
