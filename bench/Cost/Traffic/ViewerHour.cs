namespace SessionGrains.Bench.Cost;

/// <summary>
/// What one viewer sends in an hour, in order: the start, 360 pings, 40 other events, the end. Three ad breaks of two ads, four chapters, two
/// pauses, two times of buffering, two changes of bitrate, one player state, the completion.
/// </summary>
internal static class ViewerHour
{
    private const int Pings = 360;
    private const int Chapters = 4;
    private const int BreakPings = 2;
    private const int Breaks = 3;
    private const int ContentPings = Pings - (Breaks * BreakPings);

    public static IReadOnlyList<ViewerStep> Steps { get; } = [.. Compose()];

    /// <summary>The places at which main content plays in an open chapter: where a viewer can be put into the middle of the hour.</summary>
    public static IReadOnlyList<int> Joints { get; } = [.. Enumerable.Range(1, Steps.Count - 1).Where(static i => Steps[i] is { EventType: "ping", MovesPlayhead: true } && Steps[i - 1].EventType == "ping")];

    private static IEnumerable<ViewerStep> Compose()
    {
        yield return new ViewerStep("sessionStart", 0, MovesPlayhead: false);
        foreach (var step in AdBreak())
            yield return step;

        yield return Now("play");
        yield return Now("stateStart");
        yield return Now("stateEnd");
        foreach (var chapter in Enumerable.Range(0, Chapters))
        {
            yield return Now("chapterStart");
            var pings = (ContentPings / Chapters) + (chapter < ContentPings % Chapters ? 1 : 0);
            foreach (var ping in Enumerable.Range(0, pings))
            {
                if (ping == pings / 2)
                {
                    foreach (var step in chapter % 2 == 0 ? Interrupted() : [.. AdBreak(), Now("bufferStart"), Now("play")])
                        yield return step;
                }

                yield return new ViewerStep("ping", 10_000, MovesPlayhead: true);
            }

            yield return Now("chapterComplete");
        }

        yield return Now("sessionComplete");
        yield return Now("sessionEnd");
    }

    private static IEnumerable<ViewerStep> AdBreak() =>
    [
        Now("adBreakStart"),
        Now("adStart"), new("ping", 10_000, MovesPlayhead: false), new("adComplete", 5_000, MovesPlayhead: false),
        Now("adStart"), new("ping", 10_000, MovesPlayhead: false), new("adComplete", 5_000, MovesPlayhead: false),
        Now("adBreakComplete"),
    ];

    /// <summary>A pause, and another bitrate after it.</summary>
    private static IEnumerable<ViewerStep> Interrupted() => [Now("pauseStart"), Now("play"), Now("bitrateChange")];

    /// <summary>A second after what was before it.</summary>
    private static ViewerStep Now(string eventType) => new(eventType, 1_000, MovesPlayhead: false);
}

/// <summary>An event, so many ms of the player's clock after the one before; the playhead moves along or stands.</summary>
internal sealed record ViewerStep(string EventType, int AfterMs, bool MovesPlayhead)
{
    public EventTemplate Template { get; } = RecordedTraffic.Of(EventType);
}
