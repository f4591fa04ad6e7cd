namespace SessionGrains.Players;

/// <summary>The results of comparing everything that players sent with everything that the server shows.</summary>
internal sealed class Ledger(IReadOnlyCollection<SentSession> sessions)
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _unreadable = new();
    private readonly ConcurrentDictionary<string, int> _findings = new();
    private readonly int[] _verdicts = new int[Enum.GetValues<Verdict>().Length];
    private int _inThoughUnanswered;
    private int _lost;
    private int _appliedTwice;

    public int Sessions => sessions.Count;

    /// <summary>Events answered 2xx.</summary>
    public int Acknowledged { get; } = Count(sessions, Outcome.Acknowledged);

    public int Unanswered { get; } = Count(sessions, Outcome.Uncertain);

    /// <summary>Acknowledged events, sessionStarts included, that are not in.</summary>
    public int Lost => _lost;

    public int AppliedTwice => _appliedTwice;

    public int InThoughUnanswered => _inThoughUnanswered;

    /// <summary>Everything that is wrong, one line each, which begins with the session. Includes what was lost or applied twice.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Sessions that the server did not let be read.</summary>
    public IReadOnlyCollection<string> Unreadable => _unreadable;

    /// <summary>Sessions by the codes of their findings.</summary>
    public IEnumerable<(string Code, int Sessions)> Findings => _findings.OrderByDescending(static one => one.Value).Select(static one => (one.Key, one.Value));

    /// <summary>Sessions whose metrics were compared.</summary>
    public int Compared => Of(Verdict.Same) + Of(Verdict.Different);

    public string Worst => string.Join('\n', _complaints.Take(10));

    public int Of(Verdict verdict) => _verdicts[(int)verdict];

    public void Record(SentSession session, Comparison comparison, ReadSession? read)
    {
        Interlocked.Increment(ref _verdicts[(int)comparison.Verdict]);
        if (comparison.Verdict == Verdict.Different)
            Complain(session, $"{comparison}");

        foreach (var code in read?.Findings ?? [])
            _findings.AddOrUpdate(code, 1, static (_, count) => count + 1);
    }

    public void RecordLost(SentSession session, int events, string complaint)
    {
        Interlocked.Add(ref _lost, events);
        Complain(session, complaint);
    }

    public void RecordAppliedTwice(SentSession session, int events, string complaint)
    {
        Interlocked.Add(ref _appliedTwice, events);
        Complain(session, complaint);
    }

    public void RecordInThoughUnanswered(int events) => Interlocked.Add(ref _inThoughUnanswered, events);

    public void RecordUnreadable(SentSession session, Answer answer) =>
        _unreadable.Enqueue($"session {session.Id}: {(answer.Code == Answer.None ? answer.Text : $"answered {answer.Code}")}");

    public void Complain(SentSession session, string complaint) => _complaints.Enqueue($"session {session.Id}: {complaint}");

    private static int Count(IReadOnlyCollection<SentSession> sessions, Outcome outcome) => sessions.Sum(session => session.Events.Count(one => one.Outcome == outcome));
}
