namespace SessionGrains.Bench.Cost;

/// <summary>What one run of the bench does.</summary>
internal sealed record BenchPlan
{
    public required IReadOnlyList<Subject> Subjects { get; init; }

    /// <summary>Of <see cref="WorkNames.All"/>.</summary>
    public required IReadOnlyList<string> Works { get; init; }

    /// <summary>How often the subjects are started to measure costs.</summary>
    public required int Launches { get; init; }

    /// <summary>How often every subject is measured with every work in a launch, in turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long one measurement lasts.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Live sessions of every subject; at least twice the connections.</summary>
    public required int Sessions { get; init; }

    /// <summary>Requests on their way at a time when a subject is saturated.</summary>
    public required int Connections { get; init; }

    /// <summary>How often the times of answers are measured at a fixed rate; 0: not at all.</summary>
    public required int LatencyRounds { get; init; }

    /// <summary>Pings per second at which the answers of all subjects are timed.</summary>
    public required double Rate { get; init; }

    /// <summary>The numbers of live sessions at which growth is measured, ascending; empty: it is not.</summary>
    public required IReadOnlyList<int> Growth { get; init; }

    /// <summary>The subject that grows; null: it cannot be started here.</summary>
    public required Subject? Growing { get; init; }

    /// <summary>The subjects that are loaded as soon as they are ready.</summary>
    public IReadOnlyList<Subject> Cold { get; init; } = [];

    /// <summary>Added to the environment of what is measured.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// The subjects in the order in which a launch starts and measures them: reversed in every second launch, because the first subject was found to be 2 to 4 % dearer.
    /// </summary>
    /// <param name="launch">From 1.</param>
    public IEnumerable<Subject> InOrderOf(int launch) => launch % 2 == 1 ? Subjects : Subjects.Reverse();

    /// <summary>Without those for warming up, of which there are as many as it takes.</summary>
    public int Measurements => Subjects.Sum(subject => (Works.Count(subject.Takes) * Launches * Rounds) + (2 * LatencyRounds));
}
