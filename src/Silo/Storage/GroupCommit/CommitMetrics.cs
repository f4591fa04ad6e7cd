using System.Diagnostics.Metrics;
using SessionGrains.Telemetry;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>Metrics of a silo's batches, recorded once per batch.</summary>
internal sealed class CommitMetrics
{
    private static readonly int[] RecordBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
    private static readonly double[] SecondBounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    private readonly Histogram<int> _size;
    private readonly Histogram<double> _duration;
    private long _failures;

    public CommitMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateSessionMeter();
        _size = meter.CreateHistogram(
            "sessiongrains.store.batch.size", "{record}", "Records in a batch.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = RecordBounds });
        _duration = meter.CreateHistogram(
            "sessiongrains.store.batch.duration", "s", "From handing a batch to the store until it is durable.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = SecondBounds });

        // Observable, so that it reports zero before the first failure.
        meter.CreateObservableCounter(
            "sessiongrains.store.failures", () => Volatile.Read(ref _failures), "{batch}", "Batches that the store refused or did not answer: their events were not acknowledged.");
    }

    public void RecordStored(int records, TimeSpan took)
    {
        _size.Record(records);
        _duration.Record(took.TotalSeconds);
    }

    public void RecordFailure() => Interlocked.Increment(ref _failures);
}
