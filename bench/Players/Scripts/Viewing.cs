namespace SessionGrains.Players;

/// <summary>What a script is written for.</summary>
internal sealed record Viewing
{
    public required int Seed { get; init; }

    public required int Viewer { get; init; }

    /// <summary>The how manieth session of the viewer, 0 first.</summary>
    public required int Session { get; init; }

    public required Title Title { get; init; }

    /// <summary>The <c>ts</c> of the sessionStart, ms.</summary>
    public required long StartTs { get; init; }

    /// <summary>Where a film goes on that was interrupted, ms of main content.</summary>
    public long ResumesAtMs { get; init; }

    /// <summary>Where it begins, ms of main content: of a live channel the second of the day.</summary>
    public long StartPlayheadMs => Title.IsLive ? StartTs % (Title.LengthSeconds * 1000L) : ResumesAtMs;

    /// <summary><c>media.resume</c>: the viewer had lost the connection.</summary>
    public bool Resumes { get; init; }

    public PlayerKind Player => PlayerKind.Of(Viewer);

    /// <summary>Random numbers of this viewing alone: the same for the same seed, whatever the others do.</summary>
    public Random Random() => new(unchecked((((Seed * 31) + Viewer) * 8191) + Session));

    public Script NewScript() => Title.IsLive ? new LiveScript(this) : new VodScript(this);
}
