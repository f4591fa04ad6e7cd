namespace SessionGrains.Bench.Cost;

/// <summary>All that can be measured, in the order of the tables.</summary>
internal static class SubjectCatalogue
{
    private const string Transitions = "Transitions";

    public static IReadOnlyList<Subject> All { get; } =
    [
        new(Subject.Floor, SubjectKind.Floor),
        new("floor-tuned", SubjectKind.Floor, IsTuned: true),
        new("rival-everysec", SubjectKind.Rival, Fsync: "everysec"),
        new("rival-always", SubjectKind.Rival, Fsync: "always"),
        new("rival-always-tuned", SubjectKind.Rival, Fsync: "always", IsTuned: true),
        new("ours-memory", SubjectKind.Embedded, "Memory"),
        new("ours-memory-transitions", SubjectKind.Embedded, "Memory", Transitions),
        new("ours-sqlite", SubjectKind.Embedded, "Sqlite"),
        new("ours-sqlite-transitions", SubjectKind.Embedded, "Sqlite", Transitions),
        new("ours-redis-everysec", SubjectKind.Embedded, "Redis", Fsync: "everysec"),
        new("ours-redis-everysec-transitions", SubjectKind.Embedded, "Redis", Transitions, "everysec"),
        new("ours-redis-always", SubjectKind.Embedded, "Redis", Fsync: "always"),
        new("ours-redis-always-transitions", SubjectKind.Embedded, "Redis", Transitions, "always"),
        new("orleans-redis-everysec", SubjectKind.Embedded, "OrleansRedis", Fsync: "everysec"),
        new("orleans-redis-always", SubjectKind.Embedded, "OrleansRedis", Fsync: "always"),
        new("orleans-redis-always-transitions", SubjectKind.Embedded, "OrleansRedis", Transitions, "always"),
        new("cluster-1-silo", SubjectKind.Cluster, "Redis", Fsync: "always", Silos: 1),
        new("cluster-3-silos", SubjectKind.Cluster, "Redis", Fsync: "always", Silos: 3),
        new("cluster-3-silos-transitions", SubjectKind.Cluster, "Redis", Transitions, "always", Silos: 3),
        new("nodes-3", SubjectKind.Nodes, "Redis", Fsync: "always", Silos: 3),
        new("nodes-3-transitions", SubjectKind.Nodes, "Redis", Transitions, "always", Silos: 3),
        new("floor-deployed", SubjectKind.Floor) { Front = FrontKind.Sticky },
        new("rival-always-deployed", SubjectKind.Rival, Fsync: "always") { Front = FrontKind.Sticky },
        new("ours-redis-always-deployed", SubjectKind.Embedded, "Redis", Fsync: "always") { Front = FrontKind.Sticky },
        new("ours-redis-always-transitions-deployed", SubjectKind.Embedded, "Redis", Transitions, "always") { Front = FrontKind.Sticky },
        new("nodes-3-deployed", SubjectKind.Nodes, "Redis", Fsync: "always", Silos: 3) { Front = FrontKind.Sticky },
        new("nodes-3-transitions-deployed", SubjectKind.Nodes, "Redis", Transitions, "always", Silos: 3) { Front = FrontKind.Sticky },
        new("cluster-3-silos-deployed", SubjectKind.Cluster, "Redis", Fsync: "always", Silos: 3) { Front = FrontKind.Sticky },
        new("nodes-3-http", SubjectKind.Nodes, "Redis", Fsync: "always", Silos: 3) { Front = FrontKind.Http },
        new("nodes-3-tcp", SubjectKind.Nodes, "Redis", Fsync: "always", Silos: 3) { Front = FrontKind.Tcp },
        new("cluster-3-silos-nginx", SubjectKind.Cluster, "Redis", Fsync: "always", Silos: 3) { Front = FrontKind.Nginx },
    ];

    /// <summary>The subject of this name, or the one that a control or a subject of another build is named after.</summary>
    public static Subject Of(string name) => All.Single(subject => name == subject.Name || name == subject.Name + Subject.Control || name == subject.Name + Subject.Earlier);

    /// <summary>The subjects of these names; a name that is none's stands for all that begin with it and a hyphen. No names: all.</summary>
    /// <exception cref="ArgumentException">A name stands for nothing.</exception>
    public static IReadOnlyList<Subject> Select(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (!All.Any(subject => Stands(name, subject)))
                throw new ArgumentException($"There is no subject '{name}': choose from {string.Join(", ", All.Select(static subject => subject.Name))}.");
        }

        return [.. All.Where(subject => names.Count == 0 || names.Any(name => Stands(name, subject)))];
    }

    private static bool Stands(string name, Subject subject) =>
        subject.Name == name || (!All.Any(other => other.Name == name) && subject.Name.StartsWith(name + "-", StringComparison.Ordinal));
}
