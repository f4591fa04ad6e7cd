namespace SessionGrains.PowerLoss.Tests;

/// <summary>An answer that promises something to a client, and the line of the trace from which it does.</summary>
internal abstract record Promise(string SessionId, int Line, double Seconds);

/// <summary>201: the session is there.</summary>
internal sealed record SessionPromised(string SessionId, int Line, double Seconds) : Promise(SessionId, Line, Seconds);

/// <summary>204: the event is in.</summary>
internal sealed record EventPromised(string SessionId, string Mark, int Line, double Seconds) : Promise(SessionId, Line, Seconds);

/// <summary>204 for a ping without a mark, which changed nothing but time: it is counted.</summary>
internal sealed record PingPromised(string SessionId, int Line, double Seconds) : Promise(SessionId, Line, Seconds);

/// <summary>A report was sent to its reader, or a downloaded session acknowledged: it is closed and its report is in the log.</summary>
internal sealed record ReportPromised(string SessionId, int Line, double Seconds) : Promise(SessionId, Line, Seconds);

/// <summary>All answers of a run that promise something, in the order of sending.</summary>
internal sealed partial class Promises
{
    private readonly List<Promise> _all = [];

    public IReadOnlyList<Promise> All => _all;

    public IEnumerable<EventPromised> Events => _all.OfType<EventPromised>();

    /// <summary>Lines right after which most is promised.</summary>
    public IReadOnlyCollection<int> Lines => [.. _all.Select(static one => one.Line).Distinct()];

    /// <summary>Every session that was ever acknowledged.</summary>
    public IReadOnlyList<string> Sessions { get; private set; } = [];

    public static Promises Of(IEnumerable<Exchange> exchanges)
    {
        var promises = new Promises();
        foreach (var exchange in exchanges)
            promises.Take(exchange);
        promises._all.Sort(static (one, other) => one.Line.CompareTo(other.Line));
        promises.Sessions = [.. promises._all.Select(static one => one.SessionId).Distinct()];
        return promises;
    }

    /// <summary>The mark of an event: see <see cref="MarkedScript"/>.</summary>
    [GeneratedRegex(@"mark\.[0-9a-z-]+\.[0-9]+\.")]
    public static partial Regex MarkPattern();

    private void Take(Exchange one)
    {
        switch (one)
        {
            case { Method: "POST", Status: 201 } when LocationPattern().Match(one.Answer) is { Success: true } location:
                var session = location.Groups[1].Value;
                _all.Add(new SessionPromised(session, one.Begun, one.Seconds));
                if (!one.Path.EndsWith("/downloaded", StringComparison.Ordinal))
                    break;

                _all.AddRange(MarkPattern().Matches(one.RequestBody).Select(mark => mark.Value).Distinct().Select(mark => new EventPromised(session, mark, one.Begun, one.Seconds)));
                _all.Add(new ReportPromised(session, one.Begun, one.Seconds));
                break;
            case { Method: "POST", Status: 204 } when SessionPattern().Match(one.Path) is { Success: true } path && MarkPattern().Match(one.RequestBody) is { Success: true } mark:
                _all.Add(new EventPromised(path.Groups[1].Value, mark.Value, one.Begun, one.Seconds));
                break;
            case { Method: "POST", Status: 204 } when SessionPattern().Match(one.Path) is { Success: true } path:
                _all.Add(new PingPromised(path.Groups[1].Value, one.Begun, one.Seconds));
                break;
            case { Method: "GET", Status: 200 } when one.Path.StartsWith("/api/v1/reports?", StringComparison.Ordinal):
                _all.AddRange(ReportedPattern().Matches(one.Answer).Select(report => new ReportPromised(report.Groups[1].Value, one.Ended, one.Seconds)));
                break;
        }
    }

    [GeneratedRegex("[Ll]ocation: /api/v1/sessions/([0-9a-f]{64})")]
    private static partial Regex LocationPattern();

    [GeneratedRegex("^/+api/v1/sessions/([0-9a-f]{64})/events")]
    private static partial Regex SessionPattern();

    [GeneratedRegex("\"report\":\\{\"sessionId\":\"([0-9a-f]{64})\"")]
    private static partial Regex ReportedPattern();
}
