using HdrHistogram;

namespace SessionGrains.Players;

/// <summary>All answers so far: how many of each code, how long they took, the first text of each error, and how long players had to wait.</summary>
internal sealed class Answers(TimeProvider time)
{
    private const long LongestUs = 60_000_000;
    private const int Digits = 3;

    /// <summary>Real players give up after this time (docs/protocol.md#3-answers-that-are-promises).</summary>
    private static readonly TimeSpan PlayerPatience = TimeSpan.FromSeconds(5);

    /// <summary>Shorter waits are not kept.</summary>
    private static readonly TimeSpan WorthKeeping = TimeSpan.FromSeconds(1);

    // Many players record at once: in a plain histogram counts would be lost, and its total would differ from their sum.
    private readonly Recorder _recorder = new(1, LongestUs, Digits, static (id, least, most, digits) => new LongConcurrentHistogram(id, least, most, digits));
    private readonly LongHistogram _all = new(1, LongestUs, Digits);
    private readonly long[] _counts = new long[600];
    private readonly ConcurrentDictionary<int, string> _firstTexts = new();
    private readonly ConcurrentDictionary<string, int> _wrong = new();
    private readonly ConcurrentBag<Wait> _waits = [];
    private readonly List<Wait> _silences = [];
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private HistogramBase? _interval;
    private TimeSpan? _lastSuccess;
    private long _failuresSinceSuccess;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Requests that were answered or given up.</summary>
    public long Total => _counts.Sum(static count => Volatile.Read(in count));

    /// <summary>Answers other than 2xx, and requests without an answer.</summary>
    public int Failures => Count(static code => !Answer.Succeeds(code));

    public int ServerErrors => Count(static code => code >= 500);

    /// <summary>Requests whose connection broke, or that were not answered in time.</summary>
    public int Unanswered => Of(Answer.None);

    public string Codes => string.Join(", ", ByCode().Select(static one => string.Create(CultureInfo.InvariantCulture, $"{(one.Code == Answer.None ? "none" : one.Code)}: {one.Count}")));

    /// <summary>Time since the last 2xx, or since the beginning.</summary>
    public TimeSpan SinceSuccess
    {
        get
        {
            lock (_lock)
                return Now - (_lastSuccess ?? TimeSpan.Zero);
        }
    }

    public long FailuresSinceSuccess => Volatile.Read(ref _failuresSinceSuccess);

    /// <summary>Longest time in which not one player got a 2xx.</summary>
    public TimeSpan LongestSilence => LongestOf(static _ => true);

    /// <summary>Longest time in which one player waited for the 2xx to one request.</summary>
    public TimeSpan LongestWait => _waits.Select(static wait => wait.To - wait.From).DefaultIfEmpty().Max();

    /// <summary>Requests that failed or took longer than players wait, by kind.</summary>
    public IEnumerable<string> Wrong => _wrong.OrderByDescending(static one => one.Value).Select(static one => $"{one.Key} ({one.Value} times)");

    public IReadOnlyList<(int Code, long Count)> ByCode() =>
        [.. Enumerable.Range(0, _counts.Length).Select(code => (code, Volatile.Read(ref _counts[code]))).Where(static one => one.Item2 > 0)];

    public int Of(int code) => (int)Volatile.Read(ref _counts[code]);

    /// <summary>The text of the first answer with the code; empty for none.</summary>
    public string FirstText(int code) => _firstTexts.GetValueOrDefault(code, "");

    /// <param name="answer">The answer.</param>
    /// <param name="kind">What was sent, for <see cref="Wrong"/>.</param>
    public void Record(Answer answer, string kind = "request")
    {
        Interlocked.Increment(ref _counts[answer.Code is > 0 and < 600 ? answer.Code : Answer.None]);
        _recorder.RecordValue(Math.Clamp((long)answer.Took.TotalMicroseconds, 1, LongestUs));
        if (!answer.IsSuccess)
        {
            Interlocked.Increment(ref _failuresSinceSuccess);
            RecordWrong($"{kind} was answered {(answer.Code == Answer.None ? "nothing" : answer.Code)}");
            if (answer.Text is { Length: > 0 } text)
                _firstTexts.TryAdd(answer.Code, text);
            return;
        }

        Volatile.Write(ref _failuresSinceSuccess, 0);
        if (answer.Took > PlayerPatience)
            RecordWrong($"{kind} was answered after more than {PlayerPatience.TotalSeconds:0} s");

        lock (_lock)
        {
            var now = Now;
            if (_lastSuccess is { } last && now - last > WorthKeeping)
                _silences.Add(new Wait(last, now));
            _lastSuccess = now;
        }
    }

    /// <summary>A player got its 2xx for a request that it first sent at <paramref name="from"/>.</summary>
    public void RecordDelivery(TimeSpan from)
    {
        if (Now - from is var wait && wait > WorthKeeping)
            _waits.Add(new Wait(from, from + wait));
    }

    /// <summary>Latencies since the last call and since the beginning. For one caller at a time.</summary>
    public (Latencies Recent, Latencies All) TakeLatencies()
    {
        _interval = _recorder.GetIntervalHistogram(_interval);
        _all.Add(_interval);
        return (Latencies.Of(_interval), Latencies.Of(_all));
    }

    /// <summary>The longest silence that overlaps none of these times.</summary>
    public TimeSpan LongestSilenceOutside(IReadOnlyCollection<(TimeSpan From, TimeSpan To)> times) =>
        LongestOf(silence => !times.Any(time => silence.To > time.From && silence.From < time.To));

    /// <summary>The longest silence that overlaps this time.</summary>
    public TimeSpan LongestSilenceWithin(TimeSpan from, TimeSpan to) => LongestOf(silence => silence.To > from && silence.From < to);

    /// <summary>The longest wait after a fault, of players whose request was sent before it or within <paramref name="within"/>.</summary>
    public TimeSpan LongestWaitAfter(TimeSpan fault, TimeSpan within) =>
        _waits.Where(wait => wait.To > fault && wait.From < fault + within).Select(wait => wait.To - (wait.From > fault ? wait.From : fault)).DefaultIfEmpty().Max();

    private void RecordWrong(string kind) => _wrong.AddOrUpdate(kind, 1, static (_, count) => count + 1);

    private TimeSpan LongestOf(Func<Wait, bool> which)
    {
        lock (_lock)
            return _silences.Where(which).Select(static silence => silence.To - silence.From).DefaultIfEmpty().Max();
    }

    private int Count(Func<int, bool> which) => (int)ByCode().Where(one => which(one.Code)).Sum(static one => one.Count);

    private readonly record struct Wait(TimeSpan From, TimeSpan To);
}

/// <summary>Time from sending to answer, milliseconds; 0 without any.</summary>
internal readonly record struct Latencies(double P50, double P99, double P999, double Max)
{
    public static Latencies Of(HistogramBase histogram) => histogram.TotalCount == 0
        ? default
        : new(Ms(histogram.GetValueAtPercentile(50)), Ms(histogram.GetValueAtPercentile(99)), Ms(histogram.GetValueAtPercentile(99.9)), Ms(histogram.GetValueAtPercentile(100)));

    private static double Ms(long microseconds) => microseconds / 1000.0;
}
