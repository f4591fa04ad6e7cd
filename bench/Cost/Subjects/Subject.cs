namespace SessionGrains.Bench.Cost;

internal enum SubjectKind
{
    /// <summary>Bare Kestrel, nothing kept.</summary>
    Floor,

    /// <summary>ASP.NET and Redis, one script per event.</summary>
    Rival,

    /// <summary>This service in one process.</summary>
    Embedded,

    /// <summary>This service as a front door and silos.</summary>
    Cluster,

    /// <summary>This service as nodes, with no proxy before them: each connection goes to one of them, and a session's requests to all.</summary>
    Nodes,
}

/// <summary>Something to measure.</summary>
/// <param name="Name">As on the command line and in the tables.</param>
/// <param name="Store">Storage:Provider of ours; empty for the floor and the rival.</param>
/// <param name="Durability">Sessions:Durability of ours.</param>
/// <param name="Fsync">Redis' appendfsync; null: it needs no Redis.</param>
/// <param name="Silos">Silos of a cluster, or its nodes.</param>
/// <param name="IsTuned">The floor or the rival with the settings of runtime and server that ours has.</param>
internal sealed record Subject(string Name, SubjectKind Kind, string Store = "", string Durability = "EveryEvent", string? Fsync = null, int Silos = 0, bool IsTuned = false)
{
    public const string Floor = "floor";

    /// <summary>How the names of subjects end that stand behind the front of docker-compose.</summary>
    public const string Deployed = "-deployed";

    /// <summary>How the names of subjects of another build end.</summary>
    public const string Earlier = "-before";

    /// <summary>How the name of the subject ends that is the same as another, to show how much two of the same differ.</summary>
    public const string Control = "-control";

    private const string Later = "-transitions";

    /// <summary>The output folder of another build of the front door to measure instead of this one's; null: this one's.</summary>
    public string? Build { get; init; }

    /// <summary>What stands before it.</summary>
    public FrontKind Front { get; init; }

    /// <summary>This service, and neither floor nor rival.</summary>
    public bool IsOurs => Kind is SubjectKind.Embedded or SubjectKind.Cluster or SubjectKind.Nodes;

    /// <summary>Whether it can be loaded with this work.</summary>
    public bool Takes(string work) => IsOurs || work != WorkNames.EdgePing;

    public bool NeedsRedis => Fsync is not null;

    /// <summary>A ping that changes nothing but time is not stored at once.</summary>
    public bool StoresPingsLater => Durability == "Transitions";

    /// <summary>The same at EveryEvent.</summary>
    public string Storing => StoresPingsLater ? Name.Replace(Later, "", StringComparison.Ordinal) : Name;

    /// <summary>The bare web server, behind the front of docker-compose if this is behind any.</summary>
    public string ItsFloor => Floor + (Front == FrontKind.None ? "" : Deployed);

    /// <summary>The rival that is as durable, or nearest to it, behind the front of docker-compose if this is behind any.</summary>
    public string Rival => (Fsync == "everysec" ? "rival-everysec" : "rival-always") + (Front == FrontKind.None ? "" : Deployed);

    /// <summary>The same of another build, and without what is added to the environment of this one.</summary>
    public Subject Before(string build) => this with { Name = Name + Earlier, Build = build };
}
