using HdrHistogram;

namespace SessionGrains.Bench.Cost;

/// <summary>One measurement: one subject, one work, one launch, one round.</summary>
/// <param name="Round">From 1. Samples of the same launch, round and work were measured one right after the other.</param>
/// <param name="Requests">All answered 2xx, or the run would have ended.</param>
/// <param name="ProcessorMicroseconds">Processor time per request in µs, by role; the sum is the cost of a request.</param>
/// <param name="Microseconds">Times from when a request was due to its answer.</param>
internal sealed record Sample(
    string Subject, string Work, int Round, long Requests, double PerSecond, IReadOnlyDictionary<string, double> ProcessorMicroseconds, LongHistogram Microseconds)
{
    /// <summary>From 1. Samples of the same launch were measured with the same processes.</summary>
    public int Launch { get; init; } = 1;

    public double Cost => ProcessorMicroseconds.Values.Sum();

    /// <summary>Managed bytes that front door and silos allocated per request.</summary>
    public double AllocatedBytes { get; init; }

    /// <summary>Time per request in µs that their runtimes spent on compiling.</summary>
    public double CompilerMicroseconds { get; init; }

    /// <summary>The time in ms within which that share of the answers came, 0 to 100.</summary>
    public double Milliseconds(double percent) => Microseconds.GetValueAtPercentile(percent) / 1000d;
}
