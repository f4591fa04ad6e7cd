using System.Diagnostics.Metrics;
using SessionGrains.Api.Hosting;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Outcomes;

/// <summary>
/// Metrics of players' requests. A request costs one increment: the instruments read the counts when they are collected, because a counter with tags looks
/// them up each time. For the same reason events are excluded from ASP.NET's metrics, and only one event in <see cref="TimedShare"/> is timed.
/// </summary>
internal sealed class IngestMetrics
{
    private static readonly string[] OutcomeNames = ["accepted", "invalid", "unreceived", "unknown-session", "closed-session", "unavailable", "limited"];

    private const int TimedShare = 16;

    private static readonly double[] SecondBounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    /// <summary>Events until the next timed one. Per thread, to avoid contention; a thread's first event is timed.</summary>
    [ThreadStatic]
    private static int _untilTimed;

    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;
    private readonly long[] _counts = new long[RequestKind.Names.Length * OutcomeNames.Length];

    public IngestMetrics(IMeterFactory meters, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        _time = time;
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableCounter("sessiongrains.events", ReadEvents, "{event}", "Events of players, by type and answer.");
        _duration = meter.CreateHistogram(
            "sessiongrains.event.duration", "s", "From an event's headers to its answer; one in 16 is timed.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = SecondBounds });
        meter.CreateObservableCounter("sessiongrains.creates", ReadCreates, "{session}", "Sessions that players opened or sent as downloaded, by answer.");
    }

    public static RequestOutcome OutcomeOf(TrackVerdict verdict) => verdict switch
    {
        TrackVerdict.Accepted => RequestOutcome.Accepted,
        TrackVerdict.Closed => RequestOutcome.ClosedSession,
        _ => RequestOutcome.UnknownSession,
    };

    /// <summary>The start timestamp of an event that is timed; 0 for the others.</summary>
    public long Begin()
    {
        if (!_duration.Enabled || --_untilTimed > 0)
            return 0;

        _untilTimed = TimedShare;
        return _time.GetTimestamp();
    }

    /// <summary>Counts a request; <paramref name="began"/> is the result of <see cref="Begin"/>, or 0.</summary>
    public void Count(RequestKind kind, RequestOutcome outcome, long began)
    {
        Interlocked.Increment(ref _counts[kind.Number * OutcomeNames.Length + (int)outcome]);
        if (began != 0)
            _duration.Record(_time.GetElapsedTime(began).TotalSeconds);
    }

    private IEnumerable<Measurement<long>> ReadEvents() =>
        Enumerable.Range(0, RequestKind.Names.Length)
            .Where(static kind => kind != RequestKind.Start.Number && kind != RequestKind.Downloaded.Number)
            .SelectMany(kind => Read(Row(kind), new("type", RequestKind.Names[kind])));

    private IEnumerable<Measurement<long>> ReadCreates() =>
        Read(Row(RequestKind.Start.Number), new("kind", "live")).Concat(Read(Row(RequestKind.Downloaded.Number), new("kind", "downloaded")));

    private Memory<long> Row(int kind) => _counts.AsMemory(kind * OutcomeNames.Length, OutcomeNames.Length);

    /// <summary>Includes zeros: Prometheus computes an increase from zero to one, but none from absent to one.</summary>
    private static IEnumerable<Measurement<long>> Read(Memory<long> counts, KeyValuePair<string, object?> tag) =>
        OutcomeNames.Select((name, outcome) => new Measurement<long>(Volatile.Read(ref counts.Span[outcome]), tag, new("answer", name)));
}
