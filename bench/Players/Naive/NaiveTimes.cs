namespace SessionGrains.Players;

/// <summary>To what the time after each event of a sorted list belongs (docs/protocol.md#4-from-events-to-a-session).</summary>
internal sealed class NaiveTimes
{
    private readonly NaiveSession _session;
    private readonly HashSet<int> _stalled;

    public NaiveTimes(NaiveSession session)
    {
        _session = session;
        All = [.. Enumerable.Range(0, session.Events.Count)];
        Scenes = [.. All.Select(session.See)];
        var stalls = NaiveStalls.Find(session, Scenes);
        _stalled = [.. stalls.SelectMany(static stall => Enumerable.Range(stall.From, stall.To - stall.From))];
        StallEvents = stalls.Count;
    }

    /// <summary>The indexes of all events.</summary>
    public int[] All { get; }

    /// <summary>What the viewer sees after each event.</summary>
    public NaiveScene[] Scenes { get; }

    public int StallEvents { get; }

    public bool IsStalled(int n) => _stalled.Contains(n);

    public bool PlaysContent(int n) => Scenes[n] == NaiveScene.Playing && !IsStalled(n);

    /// <summary>Milliseconds after the events of which something is true.</summary>
    public long Total(Func<int, bool> counts) => All.Where(counts).Sum(_session.SpanMs);
}
