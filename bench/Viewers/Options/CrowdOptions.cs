namespace SessionGrains.Viewers;

/// <summary>The values of the command line.</summary>
internal sealed record CrowdOptions
{
    /// <summary>Where the server is; always ends with a slash, so that a path before <c>/api</c> is kept.</summary>
    public Uri BaseUrl { get; init; } = new("http://localhost:8080/");

    /// <summary>The API that all players speak.</summary>
    public Door Door { get; init; } = Door.MediaCollection;

    /// <summary>Viewers at a time, 1 to 1,000,000.</summary>
    public int Viewers { get; init; } = 10_000;

    /// <summary>Titles or channels, 1 to 10,000; the first is the most popular.</summary>
    public int Titles { get; init; } = 20;

    /// <summary>Time in which all viewers come.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the first viewer until all leave, the ramp included.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    public Mix Mix { get; init; } = Mix.Vod;

    /// <summary>The same seed makes the same titles and the same viewers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Players' seconds in a second, 1 to 60.</summary>
    public int Speed { get; init; } = 1;

    /// <summary>Viewers whose sessions are read back and recomputed; 0 for none.</summary>
    public int Sample { get; init; } = 200;

    /// <summary>An operator key of the server; null where none is needed.</summary>
    public string? Key { get; init; }

    /// <summary>Nobody else sends to the server: its live counts are compared too.</summary>
    public bool Alone { get; init; }

    /// <summary>Connections to the server at a time, shared by all viewers.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>Plain lines also on a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>How long a player waits for an answer, as real ones do.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After this time without a 2xx the crowd gives up.</summary>
    public TimeSpan HopelessAfter { get; init; } = TimeSpan.FromSeconds(10);
}
