using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Watching;
using SessionGrains.Stores;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>
/// Answers <c>GET /sessions/{sid}/stream</c>. Long-polls the session for updates, so that a slow client gets fewer of them and the death of a silo pauses
/// the stream instead of ending it.
/// </summary>
internal sealed class SessionStream(SessionCalls sessions, StreamEndpoint streams, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>The shortest time between two updates of a session.</summary>
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan CountdownInterval = TimeSpan.FromSeconds(1);

    /// <summary>Watch a session as it goes</summary>
    /// <remarks>
    /// Server-Sent Events, at most two rounds a second: `session` (as `GET /api/v1/sessions/{sid}?journal=true`) at once and after changes, `applied` for each accepted
    /// event, `finding` for each finding that is new or occurred again, `countdown` each second, and `closed` at the end. The death of a silo pauses the stream and
    /// does not end it; events of the pause are part of the next `session`.
    /// </remarks>
    public async Task StreamSession(HttpContext context)
    {
        if (context.Request.RouteValues["sid"] is not string sid || !SessionId.IsWellFormed(sid)
            || await sessions.Watch(sid, null, TimeSpan.Zero) is not { } first)
        {
            await RequestProblems.UnknownSession(context);
            return;
        }

        await streams.Serve(context, stream => Send(stream, sid, first));
    }

    private async Task Send(EventStream stream, string sid, SessionUpdate first)
    {
        var frames = new SessionFrames();
        var (countedDownAt, cursor) = (time.GetTimestamp() - (long)(CountdownInterval.TotalSeconds * time.TimestampFrequency), first.Cursor);
        for (var update = first; ;)
        {
            cursor = update.Cursor;
            foreach (var frame in frames.Of(update))
                await stream.Send(frame);
            if (update.IsFinished)
                return;

            if (time.GetElapsedTime(countedDownAt) >= CountdownInterval)
            {
                countedDownAt = time.GetTimestamp();
                if (update.Deadlines is { } deadlines)
                    await stream.Send(SessionFrames.Countdown(deadlines, update.NowMs));
            }

            if (update.View is not null)
                await Task.Delay(UpdateInterval, time, stream.Ended);

            if (await Next(stream, sid, cursor, CountdownInterval - time.GetElapsedTime(countedDownAt)) is not { } next)
                return;

            update = next;
        }
    }

    /// <summary>The next update, however long the silo or the store is unavailable; null if the session is gone.</summary>
    private async Task<SessionUpdate?> Next(EventStream stream, string sid, WatchCursor seen, TimeSpan wait)
    {
        while (true)
        {
            try
            {
                return await sessions.Watch(sid, seen, wait > TimeSpan.Zero ? wait : TimeSpan.Zero).WaitAsync(stream.Ended);
            }
            catch (Exception e) when (e is ClusterUnavailableException or StoreUnavailableException)
            {
                await stream.Heartbeat();
                await Task.Delay(UpdateInterval, time, stream.Ended);
            }
            catch (UnreadableRecordException)
            {
                // A new request gets the reason.
                return null;
            }
        }
    }
}
