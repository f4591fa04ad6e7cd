using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Watching;
using SessionGrains.Stores;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>
/// Answers <c>GET /sessions/{sid}/stream</c>: one session as it goes. It asks the session for news again and again and waits there for some, so
/// that a client which reads slowly is told less often, and the death of a silo is a pause and not an end.
/// </summary>
internal sealed class SessionStream(SessionCalls sessions, StreamEndpoint streams, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>A session is told at most so often, whatever happens in it.</summary>
    private static readonly TimeSpan BetweenNews = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BetweenCountdowns = TimeSpan.FromSeconds(1);

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
        var (counted, cursor) = (time.GetTimestamp() - (long)(BetweenCountdowns.TotalSeconds * time.TimestampFrequency), first.Cursor);
        for (var news = first; ;)
        {
            cursor = news.Cursor;
            foreach (var frame in frames.Of(news))
                await stream.Send(frame);
            if (news.IsFinished)
                return;

            if (time.GetElapsedTime(counted) >= BetweenCountdowns)
            {
                counted = time.GetTimestamp();
                if (news.Deadlines is { } deadlines)
                    await stream.Send(SessionFrames.Countdown(deadlines, news.NowMs));
            }

            if (news.View is not null)
                await Task.Delay(BetweenNews, time, stream.Ended);

            if (await Next(stream, sid, cursor, BetweenCountdowns - time.GetElapsedTime(counted)) is not { } next)
                return;

            news = next;
        }
    }

    /// <summary>The next news, however long its silo or store is away; null when the session is gone.</summary>
    private async Task<SessionUpdate?> Next(EventStream stream, string sid, WatchCursor seen, TimeSpan patience)
    {
        while (true)
        {
            try
            {
                return await sessions.Watch(sid, seen, patience > TimeSpan.Zero ? patience : TimeSpan.Zero).WaitAsync(stream.Ended);
            }
            catch (Exception e) when (e is ClusterUnavailableException or StoreUnavailableException)
            {
                await stream.Heartbeat();
                await Task.Delay(BetweenNews, time, stream.Ended);
            }
            catch (UnreadableRecordException)
            {
                // Whoever asks again is told why.
                return null;
            }
        }
    }
}
