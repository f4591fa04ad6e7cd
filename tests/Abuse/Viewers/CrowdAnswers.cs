using System.Collections.Concurrent;

namespace SessionGrains.Abuse.Tests.Viewers;

/// <summary>What the honest crowd was answered.</summary>
internal sealed class CrowdAnswers
{
    /// <summary>Players give up then (decisions.md section 3).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _wrong = new();
    private readonly ConcurrentBag<TimeSpan> _took = [];
    private int _count;
    private long _slowest;

    public int Count => _count;

    public TimeSpan Slowest => TimeSpan.FromTicks(Interlocked.Read(ref _slowest));

    /// <summary>99 of 100 answers took no longer.</summary>
    public TimeSpan Percentile99 => _took.Order().ElementAtOrDefault(Math.Max(0, (_took.Count * 99 / 100) - 1));

    /// <summary>Each kind of answer that no honest player should get, with how often it came.</summary>
    public IEnumerable<string> Wrong => _wrong.OrderByDescending(static one => one.Value).Select(static one => $"an honest {one.Key} ({one.Value} times)");

    /// <summary>Sends, and notes how it went. The location that was answered, or null.</summary>
    public async Task<string?> RecordAsync(string type, Func<Task<(int Status, string? Location)>> send)
    {
        var began = TimeProvider.System.GetTimestamp();
        var (status, location) = await send();
        var took = TimeProvider.System.GetElapsedTime(began);
        Interlocked.Increment(ref _count);
        _took.Add(took);
        for (var known = Interlocked.Read(ref _slowest); took.Ticks > known && Interlocked.CompareExchange(ref _slowest, took.Ticks, known) != known;)
            known = Interlocked.Read(ref _slowest);

        if (status / 100 != 2)
            Complain($"{type} was answered {(status == 0 ? "nothing" : status)}");
        else if (took > Patience)
            Complain($"{type} was answered after more than {Patience.TotalSeconds:0} s");

        return location;
    }

    private void Complain(string what) => _wrong.AddOrUpdate(what, 1, static (_, count) => count + 1);
}
