using System.Collections.Concurrent;
using SessionGrains.Viewers.Crowd;

namespace SessionGrains.Viewers.Reconciliation;

/// <summary>Reads the sessions of the sample back and compares each with what was sent.</summary>
internal sealed class Reconciler(TrackingServer server)
{
    private const int AtATime = 16;
    private const int Tries = 3;

    public async Task<Ledger> CompareAsync(IReadOnlyCollection<SentSession> sessions, CancellationToken cancellationToken)
    {
        var ledger = new Ledger();
        await Parallel.ForEachAsync(sessions, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (session, token) =>
        {
            var answer = await ReadAsync(session.Id, token);
            if (answer.Code is Answer.None or 401 or 403 or >= 500)
                ledger.RecordUnreadable(session.Id, answer);
            else if (answer.Code != 200 || ServerView.Of(answer) is not { } view)
                ledger.Record(session.Id, Comparison.Differs("the session", $"answered {answer.Code}", "201, so it must be there"), []);
            else
                ledger.Record(session.Id, SessionComparison.Compare(session, view), view.Findings);
        });
        return ledger;
    }

    private async Task<Answer> ReadAsync(string id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await server.GetAsync($"api/v1/sessions/{id}", cancellationToken);
            if (!answer.IsUncertain || attempt == Tries)
                return answer;
        }
    }
}

/// <summary>What came out of comparing the sample.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<string> _differences = new();
    private readonly ConcurrentQueue<string> _unreadable = new();
    private readonly ConcurrentDictionary<string, int> _findings = new();
    private readonly int[] _verdicts = new int[Enum.GetValues<Verdict>().Length];

    /// <summary>One line each, with the session and the metric.</summary>
    public IReadOnlyCollection<string> Differences => _differences;

    /// <summary>Sessions that the server did not let be read.</summary>
    public IReadOnlyCollection<string> Unreadable => _unreadable;

    /// <summary>Sessions by the codes of their findings.</summary>
    public IEnumerable<(string Code, int Sessions)> Findings => _findings.OrderByDescending(static one => one.Value).Select(static one => (one.Key, one.Value));

    public int Count(Verdict verdict) => _verdicts[(int)verdict];

    public void Record(string sessionId, Comparison comparison, IEnumerable<string> findings)
    {
        Interlocked.Increment(ref _verdicts[(int)comparison.Verdict]);
        if (comparison.Verdict == Verdict.Different)
            _differences.Enqueue($"session {sessionId}: {comparison.Metric} is {comparison.Shown}, what was sent makes {comparison.Sent}");

        foreach (var code in findings)
            _findings.AddOrUpdate(code, 1, static (_, count) => count + 1);
    }

    public void RecordUnreadable(string sessionId, Answer answer) =>
        _unreadable.Enqueue($"session {sessionId}: {(answer.Code == Answer.None ? answer.Text : $"answered {answer.Code}")}");
}
