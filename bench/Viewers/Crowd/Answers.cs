using System.Collections.Concurrent;
using HdrHistogram;

namespace SessionGrains.Viewers.Crowd;

/// <summary>All answers so far: how many of each code, how long they took, and what the first of each failure said.</summary>
internal sealed class Answers(TimeProvider time)
{
    private const long LongestUs = 60_000_000;
    private const int Digits = 3;

    private readonly Recorder _recorder = new(1, LongestUs, Digits, static (id, least, most, digits) => new LongHistogram(id, least, most, digits));
    private readonly LongHistogram _all = new(1, LongestUs, Digits);
    private readonly long[] _counts = new long[600];
    private readonly ConcurrentDictionary<int, string> _firstTexts = new();
    private HistogramBase? _interval;
    private long _lastSuccess = time.GetTimestamp();
    private long _failuresSinceSuccess;

    /// <summary>Answered, and given up on.</summary>
    public long Total => _counts.Sum(static count => Volatile.Read(in count));

    /// <summary>Everything but 2xx.</summary>
    public long Failures => ByCode().Where(static one => one.Code is < 200 or >= 300).Sum(static one => one.Count);

    /// <summary>Since the last 2xx, or the beginning.</summary>
    public TimeSpan SinceSuccess => time.GetElapsedTime(Volatile.Read(ref _lastSuccess));

    public long FailuresSinceSuccess => Volatile.Read(ref _failuresSinceSuccess);

    public IReadOnlyList<(int Code, long Count)> ByCode() =>
        [.. Enumerable.Range(0, _counts.Length).Select(code => (code, Volatile.Read(ref _counts[code]))).Where(static one => one.Item2 > 0)];

    /// <summary>What the first answer with the code said; empty for nothing.</summary>
    public string FirstText(int code) => _firstTexts.GetValueOrDefault(code, "");

    public void Record(Answer answer, TimeSpan took)
    {
        Interlocked.Increment(ref _counts[answer.Code is > 0 and < 600 ? answer.Code : Answer.None]);
        _recorder.RecordValue(Math.Clamp((long)took.TotalMicroseconds, 1, LongestUs));
        if (answer.IsSuccess)
        {
            Volatile.Write(ref _lastSuccess, time.GetTimestamp());
            Volatile.Write(ref _failuresSinceSuccess, 0);
            return;
        }

        Interlocked.Increment(ref _failuresSinceSuccess);
        if (answer.Text is { Length: > 0 } text)
            _firstTexts.TryAdd(answer.Code, text);
    }

    /// <summary>Latencies since the last call and since the beginning. For one caller.</summary>
    public (Latencies Recent, Latencies All) TakeLatencies()
    {
        _interval = _recorder.GetIntervalHistogram(_interval);
        _all.Add(_interval);
        return (Latencies.Of(_interval), Latencies.Of(_all));
    }
}

/// <summary>Time from sending to answer, milliseconds; 0 without any.</summary>
internal readonly record struct Latencies(double P50, double P99, double P999, double Max)
{
    public static Latencies Of(HistogramBase histogram) => histogram.TotalCount == 0
        ? default
        : new(Ms(histogram.GetValueAtPercentile(50)), Ms(histogram.GetValueAtPercentile(99)), Ms(histogram.GetValueAtPercentile(99.9)), Ms(histogram.GetValueAtPercentile(100)));

    private static double Ms(long microseconds) => microseconds / 1000.0;
}
