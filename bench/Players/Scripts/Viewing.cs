namespace SessionGrains.Players;

/// <summary>The viewer, the title and the start of one session.</summary>
internal sealed record Viewing
{
    /// <summary>The beginning of every visitor id.</summary>
    public const string VisitorPrefix = "112233445566778899";

    public required int Seed { get; init; }

    public required int Viewer { get; init; }

    /// <summary>Number of the viewer's session, 0 first.</summary>
    public required int Session { get; init; }

    public required Title Title { get; init; }

    /// <summary>The <c>ts</c> of the sessionStart, ms.</summary>
    public required long StartTs { get; init; }

    /// <summary>Where an interrupted film is resumed, ms of main content.</summary>
    public long ResumesAtMs { get; init; }

    /// <summary>Where it begins, ms of main content; on a live channel, of the day.</summary>
    public long StartPlayheadMs => Title.IsLive ? StartTs % (Title.LengthSeconds * 1000L) : ResumesAtMs;

    /// <summary><c>media.resume</c>: the viewer had lost the connection.</summary>
    public bool Resumes { get; init; }

    /// <summary>The 38 digits of <c>visitor.marketingCloudUserId</c>.</summary>
    public string VisitorId => string.Create(CultureInfo.InvariantCulture, $"{VisitorPrefix}{Seed:0000000000}{Viewer:0000000000}");

    public PlayerKind Player => PlayerKind.Of(Viewer);

    /// <summary>The random numbers of this viewing: the same for the same seed, independent of other viewings.</summary>
    public Random Random() => new(unchecked((((Seed * 31) + Viewer) * 8191) + Session));

    public Script NewScript() => Title.IsLive ? new LiveScript(this) : new VodScript(this);
}
