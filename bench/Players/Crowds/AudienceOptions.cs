namespace SessionGrains.Players;

/// <summary>Who watches what.</summary>
internal record AudienceOptions
{
    /// <summary>The API that all players speak.</summary>
    public Door Door { get; init; } = Door.MediaCollection;

    /// <summary>Viewers at a time, 1 to 1,000,000.</summary>
    public int Viewers { get; init; } = 10_000;

    /// <summary>Titles or channels, 1 to 10,000; the first is the most popular.</summary>
    public int Titles { get; init; } = 20;

    /// <summary>Time in which all viewers come.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromSeconds(30);

    public Mix Mix { get; init; } = Mix.Vod;

    /// <summary>The same seed makes the same titles and the same viewers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Players' seconds in a second, 1 to 60.</summary>
    public int Speed { get; init; } = 1;

    /// <summary>Viewers whose sessions are recorded, to be read back and recomputed; 0 for none.</summary>
    public int Sample { get; init; } = 200;
}
