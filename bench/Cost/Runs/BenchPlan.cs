using SessionGrains.Bench.Cost.Subjects;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>What one run of the bench does.</summary>
internal sealed record BenchPlan
{
    public required IReadOnlyList<Subject> Subjects { get; init; }

    /// <summary>Of <c>create</c>, <c>ping</c>, <c>mix</c>.</summary>
    public required IReadOnlyList<string> Works { get; init; }

    /// <summary>How often every subject is measured with every work, in turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long one measurement lasts.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Live sessions of every subject.</summary>
    public required int Sessions { get; init; }

    /// <summary>Requests on their way at a time when a subject is saturated.</summary>
    public required int Connections { get; init; }
}
