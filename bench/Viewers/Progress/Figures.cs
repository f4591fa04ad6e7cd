namespace SessionGrains.Viewers;

/// <summary>The figures of the crowd at one moment.</summary>
internal sealed record Figures
{
    /// <summary>Since the first viewer.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Viewers by what they see.</summary>
    public required int[] Scenes { get; init; }

    /// <summary>Requests that were answered or given up.</summary>
    public required long Answered { get; init; }

    /// <summary>Requests per second since the figures before.</summary>
    public required double PerSecond { get; init; }

    public required IReadOnlyList<(int Code, long Count)> ByCode { get; init; }

    public required Latencies Recent { get; init; }

    public required Latencies All { get; init; }

    /// <summary>The greatest delay of this program since the figures before.</summary>
    public required TimeSpan WorstLag { get; init; }

    /// <summary>Viewers that are watching something.</summary>
    public int Watching => Scenes.Sum() - Scenes[(int)Scene.Away];

    public int In(Scene scene) => Scenes[(int)scene];
}

/// <summary>Takes the figures of a crowd, one after another.</summary>
internal sealed class FigureTaker(Audience audience)
{
    private TimeSpan _lastAt;
    private long _lastAnswered;

    public Figures Take()
    {
        var now = audience.Clock.Elapsed;
        var answered = audience.Answers.Total;
        var (recent, all) = audience.Answers.TakeLatencies();
        var figures = new Figures
        {
            Elapsed = now,
            Scenes = audience.Scenes(),
            Answered = answered,
            PerSecond = (answered - _lastAnswered) / Math.Max(0.001, (now - _lastAt).TotalSeconds),
            ByCode = audience.Answers.ByCode(),
            Recent = recent,
            All = all,
            WorstLag = audience.Schedule.TakeWorstLag(),
        };
        (_lastAt, _lastAnswered) = (now, answered);
        return figures;
    }
}
