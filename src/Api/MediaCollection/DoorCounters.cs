using System.Diagnostics.Metrics;
using SessionGrains.Api.Hosting;
using SessionGrains.Telemetry;
using SessionGrains.Tracking;

namespace SessionGrains.Api.MediaCollection;

/// <summary>
/// Counts what players send and what they are answered. A request costs one addition to a number: the instruments read the numbers when somebody
/// collects them, because a counter with tags would look its tags up each time. For the same reason ASP.NET's own metrics leave events out
/// (<see cref="MediaCollectionApi"/>) and here one event in <see cref="TimedShare"/> is timed.
/// </summary>
internal sealed class DoorCounters
{
    private static readonly string[] AnswerNames = ["accepted", "invalid", "unreceived", "unknown-session", "closed-session", "unavailable"];

    /// <summary>By the number of the type; the last is for what could not be read, so that its type is not known.</summary>
    private static readonly string[] TypeNames = [.. Enum.GetNames<PlayerEventType>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]), "unread"];

    private static readonly int Unread = TypeNames.Length - 1;

    private const int TimedShare = 16;

    private static readonly double[] SecondBounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    /// <summary>Each thread counts for itself, so that they do not get in each other's way; its first event is timed.</summary>
    [ThreadStatic]
    private static int _untilTimed;

    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;
    private readonly long[] _events = new long[TypeNames.Length * AnswerNames.Length];
    private readonly long[] _downloaded = new long[AnswerNames.Length];

    public DoorCounters(IMeterFactory meters, DoorLimit limit, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        _time = time;
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableCounter("sessiongrains.events", ReadEvents, "{event}", "Events of players, by type and answer.");
        _duration = meter.CreateHistogram(
            "sessiongrains.event.duration", "s", "From an event's headers to its answer; one in 16 is timed.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = SecondBounds });
        meter.CreateObservableCounter("sessiongrains.creates", ReadCreates, "{session}", "Sessions that players opened or sent as downloaded, by answer.");
        meter.CreateObservableGauge("sessiongrains.door.inside", () => limit.Inside, "{request}", "Requests of players that are being worked on.");
        meter.CreateObservableCounter("sessiongrains.door.refused", () => limit.Refused, "{request}", "Requests of players that were not let in (Door:MaxConcurrentRequests).");
    }

    public static DoorAnswer AnswerOf(TrackVerdict verdict) => verdict switch
    {
        TrackVerdict.Accepted => DoorAnswer.Accepted,
        TrackVerdict.Closed => DoorAnswer.ClosedSession,
        _ => DoorAnswer.UnknownSession,
    };

    /// <summary>When an event that is to be timed began; 0 for the others.</summary>
    public long Begin()
    {
        if (!_duration.Enabled || --_untilTimed > 0)
            return 0;

        _untilTimed = TimedShare;
        return _time.GetTimestamp();
    }

    /// <summary>Counts an event that began at <paramref name="began"/> (<see cref="Begin"/>).</summary>
    public void Count(PlayerEventType? type, DoorAnswer answer, long began)
    {
        Count(type, answer);
        if (began != 0)
            _duration.Record(_time.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Counts an event or a sessionStart; null: its type could not be read.</summary>
    public void Count(PlayerEventType? type, DoorAnswer answer) =>
        Interlocked.Increment(ref _events[(type is { } known ? (int)known : Unread) * AnswerNames.Length + (int)answer]);

    /// <summary>Counts a whole downloaded session.</summary>
    public void CountDownloaded(DoorAnswer answer) => Interlocked.Increment(ref _downloaded[(int)answer]);

    private IEnumerable<Measurement<long>> ReadEvents() =>
        Enumerable.Range(0, TypeNames.Length)
            .Where(static type => type != (int)PlayerEventType.SessionStart)
            .SelectMany(type => Read(Row(type), new("type", TypeNames[type])));

    private IEnumerable<Measurement<long>> ReadCreates() =>
        Read(Row((int)PlayerEventType.SessionStart), new("kind", "live")).Concat(Read(_downloaded, new("kind", "downloaded")));

    private Memory<long> Row(int type) => _events.AsMemory(type * AnswerNames.Length, AnswerNames.Length);

    /// <summary>Also what has not happened yet: the increase from nothing to one is none to Prometheus, from zero to one it is.</summary>
    private static IEnumerable<Measurement<long>> Read(Memory<long> counts, KeyValuePair<string, object?> tag) =>
        AnswerNames.Select((name, answer) => new Measurement<long>(Volatile.Read(ref counts.Span[answer]), tag, new("answer", name)));
}
