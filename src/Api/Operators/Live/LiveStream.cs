using System.Collections.Concurrent;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Api.Sessions;
using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>
/// Answers <c>GET /live/stream</c>: the live counts once a second. Clients with the same filters get the same bytes, serialized once. A slow client
/// misses seconds; nothing is queued for it. A client that reconnects first receives the seconds since its last event.
/// </summary>
internal sealed class LiveStream(LiveCalls calls, StreamEndpoint streams, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private const int MaxCached = 256;

    private readonly ConcurrentDictionary<LiveQuery, (long Second, Lazy<Task<byte[]>> Frame)> _frames = new();

    /// <summary>Watch the audience</summary>
    /// <remarks>
    /// Server-Sent Events: each second `live`, with the Unix second as its id and the answer of `GET /api/v1/live` as its data. A client that reconnects with
    /// Last-Event-ID first receives `history`: the seconds since then. A slow client misses seconds.
    /// </remarks>
    public async Task StreamLive(HttpContext context)
    {
        if (!LiveRequest.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await LiveReading.AnswerBadQuery(context, wrong);
            return;
        }

        var last = long.TryParse(context.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        await streams.Serve(context, stream => Send(stream, query, last));
    }

    private async Task Send(EventStream stream, LiveQuery query, long? last)
    {
        if (last is { } since)
            await SendMissed(stream, query, since);

        var sent = 0L;
        while (true)
        {
            // The delay may end early when the clock is adjusted; no second is sent twice.
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second != sent)
            {
                await SendCurrent(stream, query, second);
                sent = second;
            }

            await Task.Delay(UntilNextSecond(), time, stream.Ended);
        }
    }

    private async Task SendCurrent(EventStream stream, LiveQuery query, long second)
    {
        try
        {
            await stream.Send(await FrameOf(query, second).WaitAsync(stream.Ended));
        }
        catch (ClusterUnavailableException)
        {
            await stream.Heartbeat();
        }
    }

    private async Task SendMissed(EventStream stream, LiveQuery query, long since)
    {
        // There is no history by channel.
        if (query.Channel is not null)
            return;

        try
        {
            var history = await calls.History(new(BySecond: true, 0, long.MaxValue, query.MediaId)).WaitAsync(stream.Ended);
            var missed = new LivePointsAnswer([.. history.Seconds.Where(one => one.Second > since).Select(LivePoint.Of)]);
            await stream.Send("history", LiveJson.Answers.Write(missed));
        }
        catch (ClusterUnavailableException)
        {
            await stream.Heartbeat();
        }
    }

    private Task<byte[]> FrameOf(LiveQuery query, long second)
    {
        if (_frames.Count > MaxCached)
            _frames.Clear();

        return _frames.AddOrUpdate(query, static (query, it) => it.Stream.New(query, it.Second), static (query, known, it) => known.Second == it.Second ? known : it.Stream.New(query, it.Second), (Stream: this, Second: second))
            .Frame.Value;
    }

    private (long Second, Lazy<Task<byte[]>> Frame) New(LiveQuery query, long second) => (second, new(async () =>
        EventStream.Frame("live", LiveJson.Answers.Write(await calls.Now(query)), second)));

    private TimeSpan UntilNextSecond() => TimeSpan.FromMilliseconds(1000 - (time.GetUtcNow().ToUnixTimeMilliseconds() % 1000) + 5);
}
