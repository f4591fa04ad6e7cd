using System.Net;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Tracking;

namespace SessionGrains.Faults.Tests.Partitions.Service;

/// <summary>
/// Says when the service is back: each front door has answered 201 to a start, 204 to an event of that session, and 204 to events of sessions that were open
/// before the fault, on all silos. What is refused is sent again.
/// </summary>
internal sealed class RecoveryProbe(IReadOnlyList<FrontDoors> doors, Answers answers, int seed)
{
    /// <summary>Per front door. Placed by chance on three silos, so that one of them has none of twenty once in a thousand times.</summary>
    private const int OldSessions = 10;

    /// <summary>Numbers of players that the crowd does not have.</summary>
    private const int FirstPlayer = 1_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly List<(FrontDoors Door, PlayedSession Session)> _open = [];
    private int _players;

    /// <summary>Longer is not waited for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    public List<PlayedSession> Sessions { get; } = [];

    /// <summary>Opens the sessions that will be the old ones.</summary>
    public async Task OpenAsync() => _open.AddRange(await Task.WhenAll(doors.SelectMany(door => Enumerable.Range(0, OldSessions).Select(_ => BeginAsync(door)))));

    /// <summary>Completes when the service is back, or with an exception when patience is at its end.</summary>
    public async Task UntilBackAsync()
    {
        var old = _open.Select(one => SendAsync(one.Door, one.Session, one.Session.Script.Next(mayBeAbandoned: false)!)).ToArray();
        _open.AddRange(await Task.WhenAll(doors.Select(BeginAsync)));
        await Task.WhenAll(old);
    }

    /// <summary>Ends all of its sessions.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAll(_open.Select(one => SendAsync(one.Door, one.Session, one.Session.Script.End())));
        _open.Clear();
    }

    private async Task<(FrontDoors Door, PlayedSession Session)> BeginAsync(FrontDoors door)
    {
        var script = new Script(seed, FirstPlayer + Interlocked.Increment(ref _players), 0);
        using var started = await UntilAsync(door, "/api/v1/sessions", script.StartBody);
        var session = new PlayedSession(started.Headers.Location!.OriginalString.Split('/')[^1], script, repeats: true);
        lock (Sessions)
            Sessions.Add(session);

        await SendAsync(door, session, script.Next(mayBeAbandoned: false)!);
        return (door, session);
    }

    private async Task SendAsync(FrontDoors door, PlayedSession session, ScriptedEvent one)
    {
        session.Events.Add(one);
        using var answer = await UntilAsync(door, $"/api/v1/sessions/{session.Id}/events", one.Body);
        one.Outcome = Outcome.Acknowledged;
    }

    private async Task<HttpResponseMessage> UntilAsync(FrontDoors door, string path, byte[] body)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(Between))
        {
            var answer = await door.PostAsync(path, body);
            answers.Record(answer?.StatusCode);
            if (answer is { IsSuccessStatusCode: true })
                return answer;

            answer?.Dispose();
            if (answer is { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.BadRequest } || TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{path[..16]}: the last answer was {answer?.StatusCode.ToString() ?? "none"}.");
        }
    }
}
