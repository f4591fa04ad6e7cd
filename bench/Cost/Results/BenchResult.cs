namespace SessionGrains.Bench.Cost;

/// <summary>All that one run has measured.</summary>
/// <param name="Failures">The subjects that are missing because they gave a wrong answer.</param>
internal sealed record BenchResult(MachineDescription MachineDescription, BenchPlan Plan, IReadOnlyList<Sample> Samples, IReadOnlyList<GrowthStep> Growth, IReadOnlyList<FailedSubject> Failures)
{
    public IReadOnlyList<ColdStart> ColdStarts { get; init; } = [];

    public IReadOnlyList<CostLine> Costs { get; } = Medians.Costs(Samples);

    public IReadOnlyList<LatencyLine> Latencies { get; } = Medians.Latencies(Samples);
}
