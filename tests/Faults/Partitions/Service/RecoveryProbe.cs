namespace SessionGrains.Faults.Tests;

/// <summary>
/// Says when the service is back: each front door or node has answered 201 to a start, 204 to an event of that session, and 204 to events of sessions that were
/// open before the fault, on all silos. What is refused is sent again.
/// </summary>
internal sealed class RecoveryProbe(IReadOnlyList<TrackingServer> servers, Answers answers, int seed)
{
    /// <summary>
    /// Per server. Front doors place them by chance on three silos, so that one of them has none of twenty once in a thousand times. A node has those that it was
    /// asked for, so their events are sent through all in turn.
    /// </summary>
    private const int OldSessions = 10;

    /// <summary>Numbers of players that the crowd does not have.</summary>
    private const int FirstPlayer = 1_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<Probe> _open = [];
    private int _players;

    public List<SentSession> Sessions { get; } = [];

    /// <summary>Opens the sessions that will be the old ones.</summary>
    public async Task OpenAsync() => _open.AddRange(await Task.WhenAll(servers.SelectMany((server, index) => Enumerable.Range(index, OldSessions).Select(next => BeginAsync(server, servers[next % servers.Count])))));

    /// <summary>Completes when the service is back.</summary>
    /// <exception cref="TimeoutException">It is not back within two minutes.</exception>
    public async Task UntilBackAsync()
    {
        var old = _open.Select(one => SendAsync(one, one.Script.Next()!)).ToArray();
        _open.AddRange(await Task.WhenAll(servers.Select(server => BeginAsync(server, server))));
        await Task.WhenAll(old);
    }

    /// <summary>Ends all of its sessions.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAll(_open.Select(one => SendAsync(one, one.Script.End(null, 0))));
        _open.Clear();
    }

    /// <param name="server">Is sent the start.</param>
    /// <param name="follower">Is sent the events.</param>
    private async Task<Probe> BeginAsync(TrackingServer server, TrackingServer follower)
    {
        var script = new MarkedScript(seed, FirstPlayer + Interlocked.Increment(ref _players), 0);
        var session = await new Player(server, answers).OpenAsync(script.Viewing, Retry()) ?? throw new TimeoutException("A start was not answered 201.");
        lock (Sessions)
            Sessions.Add(session);

        var probe = new Probe(new Player(follower, answers), script, session);
        await SendAsync(probe, script.Next()!);
        return probe;
    }

    private static async Task SendAsync(Probe probe, ScriptedEvent one)
    {
        var sent = await probe.Player.SendAsync(probe.Session, one, probe.Script.Viewing, Retry());
        if (sent.Outcome != Outcome.Acknowledged)
            throw new TimeoutException($"The last answer to an event was {sent.Code}.");
    }

    private static RetryPolicy Retry()
    {
        var began = TimeProvider.System.GetTimestamp();
        return new RetryPolicy(() => TimeProvider.System.GetElapsedTime(began) < Patience, static () => Task.Delay(Between));
    }

    private sealed record Probe(Player Player, Script Script, SentSession Session);
}
