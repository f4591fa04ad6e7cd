using System.Collections.Concurrent;

namespace SessionGrains.Faults.Tests.Reconciliation;

/// <summary>What came out when all that players were told was compared with what the service has.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _inThoughUnanswered;
    private int _comparedMetrics;
    private int _incomparable;
    private int _lost;
    private int _appliedTwice;

    public int Sessions { get; init; }

    /// <summary>Events answered 2xx.</summary>
    public int Acknowledged { get; init; }

    public int Unanswered { get; init; }

    /// <summary>Acknowledged events, sessionStarts included, that are not in.</summary>
    public int Lost => _lost;

    public int AppliedTwice => _appliedTwice;

    public int InThoughUnanswered => _inThoughUnanswered;

    /// <summary>Sessions whose metrics were compared.</summary>
    public int ComparedMetrics => _comparedMetrics;

    /// <summary>Sessions with a late event or a clock that seemed to jump while the service was away: their times follow other rules.</summary>
    public int Incomparable => _incomparable;

    public int Complaints => _complaints.Count;

    public string Worst => string.Join('\n', _complaints.Take(10));

    public void RecordLost(int events, string complaint)
    {
        Interlocked.Add(ref _lost, events);
        Complain(complaint);
    }

    public void RecordAppliedTwice(int events, string complaint)
    {
        Interlocked.Add(ref _appliedTwice, events);
        Complain(complaint);
    }

    public void RecordAppliedThoughUnanswered(int events) => Interlocked.Add(ref _inThoughUnanswered, events);

    public void RecordCompared(bool comparable) => Interlocked.Increment(ref comparable ? ref _comparedMetrics : ref _incomparable);

    public void Complain(string complaint) => _complaints.Enqueue(complaint);
}
