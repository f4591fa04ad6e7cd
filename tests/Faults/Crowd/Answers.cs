using System.Collections.Concurrent;
using System.Net;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>All answers of the service as its players saw them.</summary>
internal sealed class Answers
{
    private static readonly TimeSpan WorthKeeping = TimeSpan.FromSeconds(1);

    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentBag<Wait> _waits = [];
    private readonly List<Wait> _silences = [];
    private readonly Lock _lock = new();
    private TimeSpan _lastSuccess;

    /// <summary>Since the first player came.</summary>
    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_began);

    /// <summary>Longest time in which not one player got a 2xx.</summary>
    public TimeSpan LongestSilence => LongestOf(static _ => true);

    /// <summary>Longest time in which one player waited for the 2xx to one event.</summary>
    public TimeSpan LongestWait => _waits.Select(static wait => wait.To - wait.From).DefaultIfEmpty().Max();

    public int ServerErrors => Count(static code => code.StartsWith('5'));

    /// <summary>Requests whose connection broke, or that nobody answered in time.</summary>
    public int Unanswered => Count(static code => code == "none");

    public string Codes => string.Join(", ", _counts.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}: {one.Value}"));

    /// <summary>Requests that did not get the 2xx that they deserved.</summary>
    public int Failures => Count(static code => !code.StartsWith('2'));

    public int Of(HttpStatusCode code) => _counts.GetValueOrDefault($"{(int)code}");

    public void Record(HttpStatusCode? code)
    {
        _counts.AddOrUpdate(code is { } given ? $"{(int)given}" : "none", 1, static (_, count) => count + 1);
        if (code is not { } status || (int)status / 100 != 2)
            return;

        lock (_lock)
        {
            var now = Now;
            if (now - _lastSuccess > WorthKeeping && _lastSuccess > TimeSpan.Zero)
                _silences.Add(new Wait(_lastSuccess, now));
            _lastSuccess = now;
        }
    }

    /// <summary>The longest silence that has nothing in common with any of these times.</summary>
    public TimeSpan LongestSilenceOutside(IReadOnlyCollection<(TimeSpan From, TimeSpan To)> times) =>
        LongestOf(silence => !times.Any(time => silence.To > time.From && silence.From < time.To));

    /// <summary>The longest silence of which some was between these times.</summary>
    public TimeSpan LongestSilenceWithin(TimeSpan from, TimeSpan to) => LongestOf(silence => silence.To > from && silence.From < to);

    /// <summary>A player got its 2xx for what it first sent at <paramref name="from"/>.</summary>
    public void RecordDelivery(TimeSpan from)
    {
        if (Now - from is var wait && wait > WorthKeeping)
            _waits.Add(new Wait(from, from + wait));
    }

    /// <summary>How long after a fault the last player waited whose event was on its way then or was sent within <paramref name="within"/>.</summary>
    public TimeSpan LongestWaitAfter(TimeSpan fault, TimeSpan within) =>
        _waits.Where(wait => wait.To > fault && wait.From < fault + within).Select(wait => wait.To - (wait.From > fault ? wait.From : fault)).DefaultIfEmpty().Max();

    private TimeSpan LongestOf(Func<Wait, bool> which)
    {
        lock (_lock)
            return _silences.Where(which).Select(static silence => silence.To - silence.From).DefaultIfEmpty().Max();
    }

    private int Count(Func<string, bool> which) => _counts.Where(one => which(one.Key)).Sum(static one => one.Value);

    private readonly record struct Wait(TimeSpan From, TimeSpan To);
}
