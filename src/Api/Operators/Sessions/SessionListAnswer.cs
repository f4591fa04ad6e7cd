using SessionGrains.Api.Operators.Answers;
using SessionGrains.Sessions.Search;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>The sessions that a search found.</summary>
internal sealed class SessionListAnswer(FoundSessions found, long nowMs)
{
    private readonly FoundSessionAnswer[] _fitting = Fitting(found.Sessions);

    [JsonConverter(typeof(Instant))]
    public long AsOf => nowMs;

    /// <summary>Which sessions the list can contain</summary>
    public string Covers { get; } =
        "Open sessions that a running silo has in memory, and the last 10,000 that each silo let go of since it started, as long as Sessions:Retention keeps them. A session whose silo died is found again from its next event on. Any other is found by its id.";

    /// <summary>A silo or a session did not answer</summary>
    public bool Incomplete => found.Incomplete;

    /// <summary>More would match</summary>
    public bool Truncated => found.Truncated || _fitting.Length < found.Sessions.Length;

    /// <summary>The one opened last comes first</summary>
    public FoundSessionAnswer[] Sessions => _fitting;

    /// <summary>As many sessions as fit into <see cref="MessageBudget.Bytes"/>. Escaping can make texts six times as long.</summary>
    private static FoundSessionAnswer[] Fitting(FoundSession[] found)
    {
        var left = MessageBudget.Bytes;
        return [.. found.Select(static session => new FoundSessionAnswer(session)).TakeWhile(session => (left -= SessionJson.Answers.Write(session).Length) >= 0)];
    }
}

/// <summary>A session in a few words.</summary>
internal sealed class FoundSessionAnswer(FoundSession session)
{
    public string SessionId => session.SessionId;

    public SessionStatus Status => session.ClosedBy.Status();

    public string? ClosedBy => session.ClosedBy.Name();

    [JsonConverter(typeof(Instant))]
    public long OpenedAt => session.OpenedAtMs;

    [JsonConverter(typeof(Instant))]
    public long LastEventAt => session.LastEventAtMs;

    [JsonConverter(typeof(Instant))]
    public long? ClosedAt => session.ClosedAtMs;

    public string MediaId => session.MediaId;

    public string? MediaName => session.MediaName;

    public string? Channel => session.Channel;

    public string? PlayerName => session.PlayerName;

    /// <summary>The first of its visitor ids</summary>
    public string? VisitorId => session.VisitorId;

    public PlaybackState State => session.State;

    public PlaybackPlace In => session.In;

    /// <summary>How many kinds of findings it has</summary>
    public int Findings => session.Findings;
}
