using SessionGrains.Bench.Cost.Runs;

namespace SessionGrains.Bench.Cost.Results;

/// <summary>All that one run has measured.</summary>
internal sealed record BenchResult(Surroundings Surroundings, BenchPlan Plan, IReadOnlyList<Sample> Samples, IReadOnlyList<GrowthStep> Growth)
{
    public IReadOnlyList<CostLine> Costs { get; } = Medians.Costs(Samples);

    public IReadOnlyList<LatencyLine> Latencies { get; } = Medians.Latencies(Samples);
}
