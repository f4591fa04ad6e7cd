using HdrHistogram;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>One measurement: one subject, one work, one round.</summary>
/// <param name="ProcessorMicroseconds">Processor time per request in µs, by role; the sum is the cost of a request.</param>
/// <param name="AllocatedBytes">Managed bytes that front door and silos allocated per request.</param>
internal sealed record Sample(
    string Subject, string Work, int Round, long Requests, double PerSecond, IReadOnlyDictionary<string, double> ProcessorMicroseconds, double AllocatedBytes, LongHistogram Microseconds)
{
    public double Cost => ProcessorMicroseconds.Values.Sum();
}
