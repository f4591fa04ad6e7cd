using System.Diagnostics.Metrics;
using SessionGrains.Api.Hosting;
using SessionGrains.Messages;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Outcomes;

/// <summary>
/// Counts what players send and what they are answered. A request costs one addition to a number: the instruments read the numbers when somebody
/// collects them, because a counter with tags would look its tags up each time. For the same reason ASP.NET's own metrics leave events out
/// (whoever maps them sees to that) and here one event in <see cref="TimedShare"/> is timed.
/// </summary>
internal sealed class IngestMetrics
{
    private static readonly string[] AnswerNames = ["accepted", "invalid", "unreceived", "unknown-session", "closed-session", "unavailable", "limited"];

    private const int TimedShare = 16;

    private static readonly double[] SecondBounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    /// <summary>Each thread counts for itself, so that they do not get in each other's way; its first event is timed.</summary>
    [ThreadStatic]
    private static int _untilTimed;

    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;
    private readonly long[] _answers = new long[RequestKind.Names.Length * AnswerNames.Length];

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

    /// <summary>When an event that is to be timed began; 0 for the others.</summary>
    public long Begin()
    {
        if (!_duration.Enabled || --_untilTimed > 0)
            return 0;

        _untilTimed = TimedShare;
        return _time.GetTimestamp();
    }

    /// <summary>Counts a request; <paramref name="began"/> is what <see cref="Begin"/> said, or 0.</summary>
    public void Count(RequestKind kind, RequestOutcome answer, long began)
    {
        Interlocked.Increment(ref _answers[kind.Number * AnswerNames.Length + (int)answer]);
        if (began != 0)
            _duration.Record(_time.GetElapsedTime(began).TotalSeconds);
    }

    private IEnumerable<Measurement<long>> ReadEvents() =>
        Enumerable.Range(0, RequestKind.Names.Length)
            .Where(static kind => kind != RequestKind.Start.Number && kind != RequestKind.Downloaded.Number)
            .SelectMany(kind => Read(Row(kind), new("type", RequestKind.Names[kind])));

    private IEnumerable<Measurement<long>> ReadCreates() =>
        Read(Row(RequestKind.Start.Number), new("kind", "live")).Concat(Read(Row(RequestKind.Downloaded.Number), new("kind", "downloaded")));

    private Memory<long> Row(int kind) => _answers.AsMemory(kind * AnswerNames.Length, AnswerNames.Length);

    /// <summary>Also what has not happened yet: the increase from nothing to one is none to Prometheus, from zero to one it is.</summary>
    private static IEnumerable<Measurement<long>> Read(Memory<long> counts, KeyValuePair<string, object?> tag) =>
        AnswerNames.Select((name, answer) => new Measurement<long>(Volatile.Read(ref counts.Span[answer]), tag, new("answer", name)));
}
