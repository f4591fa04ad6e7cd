using System.Net;
using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>
/// Plays session after session, one event at a time. What is not answered 2xx, 404 or 410 it sends again unchanged, unless it is one of those that,
/// like the JavaScript SDK, send each event once.
/// </summary>
internal sealed class Player(PlayerNumber number, FrontDoors doors, Answers answers, Audience audience)
{
    private readonly Random _random = new(number.Seed ^ (number.Player * 7919));

    public List<PlayedSession> Sessions { get; } = [];

    /// <summary>The player never got through with what it was told to repeat.</summary>
    public bool IsStuck { get; private set; }

    private bool DownloadedDuplicates => number.DownloadedDuplicates;

    public async Task PlayAsync()
    {
        await PauseAsync();
        while (!audience.IsLeaving)
        {
            var script = new Script(number.Seed, number.Player, Sessions.Count);
            if (await StartAsync(script) is not { } session)
                continue;

            Sessions.Add(session);
            await PlayAsync(session);
        }
    }

    private async Task<PlayedSession?> StartAsync(Script script)
    {
        var began = answers.Now;
        while (audience.IsPatient)
        {
            using var answer = await doors.PostAsync("/api/v1/sessions", script.StartBody);
            answers.Record(answer?.StatusCode);
            if (answer is { StatusCode: HttpStatusCode.Created })
            {
                answers.RecordDelivery(began);
                return new PlayedSession(answer.Headers.Location!.OriginalString.Split('/')[^1], script, DownloadedDuplicates);
            }

            if (audience.IsLeaving)
                return null;

            await PauseAsync();
        }

        IsStuck = true;
        return null;
    }

    private async Task PlayAsync(PlayedSession session)
    {
        var ended = false;
        while (!ended && (audience.IsLeaving ? session.Script.End() : session.Script.Next(audience.MayLeaveUnnoticed)) is { } next)
        {
            session.Events.Add(next);
            ended = next.Meaning.Type == PlayerEventType.SessionEnd;
            if (!await SendAsync(session, next))
                return;

            await PauseAsync();
        }
    }

    /// <summary>False when the session has gone.</summary>
    private async Task<bool> SendAsync(PlayedSession session, ScriptedEvent one)
    {
        var began = answers.Now;
        while (audience.IsPatient)
        {
            using var answer = await doors.PostAsync($"/api/v1/sessions/{session.Id}/events", one.Body);
            answers.Record(answer?.StatusCode);
            switch (answer?.StatusCode)
            {
                case HttpStatusCode.NoContent:
                    one.Outcome = Outcome.Acknowledged;
                    answers.RecordDelivery(began);
                    return true;
                case HttpStatusCode.NotFound:
                    one.Outcome = Outcome.Gone;
                    session.WasUnknown = true;
                    return false;
                case HttpStatusCode.Gone:
                    one.Outcome = Outcome.Gone;
                    session.WasClosedUnderway = true;
                    return false;
                case { } refused when (int)refused / 100 == 4:
                    one.Outcome = Outcome.Refused;
                    return true;
                default:
                    if (!DownloadedDuplicates)
                        return true;

                    await PauseAsync();
                    break;
            }
        }

        IsStuck = true;
        return false;
    }

    private Task PauseAsync() => Task.Delay(_random.Next(50, 250));
}

/// <summary>Which player of the crowd, and how it behaves.</summary>
internal readonly record struct PlayerNumber(int Seed, int Player, bool DownloadedDuplicates);
