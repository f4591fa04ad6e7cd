using System.Net;

namespace SessionGrains.Api.Rehearsal;

/// <summary>Plays one session after the other: what players send most, now and then a mistake, and what operators read.</summary>
internal sealed class RehearsalViewer(RehearsalConnection connection, string operatorKey, TimeProvider time)
{
    private const string Sessions = "/api/v1/sessions";
    private const string Chapter = """{"media.chapter.index":1,"media.chapter.offset":0,"media.chapter.length":600,"media.chapter.friendlyName":"one"}""";
    private const string AdBreak = """{"media.ad.podIndex":1,"media.ad.podSecond":0,"media.ad.podFriendlyName":"pre-roll"}""";
    private const string Ad = """{"media.ad.podPosition":1,"media.ad.id":"ad-1","media.ad.name":"An ad","media.ad.length":15,"media.ad.advertiser":"someone","media.ad.playerName":"rehearsal"}""";
    private const string Quality = """{"media.qoe.bitrate":3000000,"media.qoe.framesPerSecond":25,"media.qoe.droppedFrames":1,"media.qoe.timeToStart":400}""";

    private long _ts;
    private double _playhead;
    private string _path = "";

    /// <summary>Plays a session from its start to its end.</summary>
    /// <exception cref="InvalidOperationException">A start was refused.</exception>
    public async Task PlayAsync(int number, CancellationToken cancellation)
    {
        (_ts, _playhead) = (time.GetUtcNow().ToUnixTimeMilliseconds(), 0);
        var start = await connection.SendAsync(Post(Sessions, Body("sessionStart", Start(number), """{"plan":"free","device":"rehearsal"}""")), cancellation);
        _path = start.Location ?? throw new InvalidOperationException($"a start was answered {start.Status}");
        await Event("chapterStart", 0, Chapter);
        await Event("play", 0);
        for (var ping = 0; ping < 6; ping++)
            await Event("ping", 10, qoe: ping % 3 == 0);

        if (number % 4 == 0)
        {
            await Event("adBreakStart", 0, AdBreak);
            await Event("adStart", 0, Ad);
            await Event("ping", 0);
            await Event("adComplete", 0);
            await Event("adBreakComplete", 0);
            await Event("bufferStart", 1);
            await Event("play", 0);
            await Event("pauseStart", 1);
            await Event("ping", 0);
            await Event("play", 0);
            await Event("bitrateChange", 1, qoe: true);
            await Event("chapterComplete", 1);
        }

        if (number % 16 == 0)
        {
            await Event("error", 0);
            await Event("nonsense", 0);
            await connection.SendAsync(Get(_path), cancellation);
            await connection.SendAsync(Get("/api/v1/live"), cancellation);
            await connection.SendAsync(Get("/api/v1/reports?limit=10"), cancellation);
            await connection.SendAsync(Get("/health/ready"), cancellation);
        }

        await Event("sessionEnd", 1);

        async ValueTask Event(string type, int seconds, string? members = null, bool qoe = false)
        {
            _ts += Math.Max(1, seconds) * 1000L;
            _playhead += seconds;
            await connection.SendAsync(Post($"{_path}/events", Body(type, members, qoe: qoe)), cancellation);
        }
    }

    private static string Start(int number) =>
        $$"""{"media.id":"film-{{number % 20}}","media.name":"A film","media.length":5400,"media.contentType":"vod","media.streamType":"video","media.playerName":"rehearsal","media.channel":"films","media.show":"A show","media.sdkVersion":"1.0","analytics.trackingServer":"example.com","analytics.reportSuite":"suite","analytics.visitorId":"visitor-{{number}}","visitor.marketingCloudOrgId":"org"}""";

    private string Body(string type, string? members = null, string? metadata = null, bool qoe = false) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"playerTime":{"playhead":{{_playhead}},"ts":{{_ts}}},"eventType":"{{type}}"{{Member("params", members)}}{{Member("customMetadata", metadata)}}{{Member("qoeData", qoe ? Quality : null)}}}""");

    private static string Member(string name, string? value) => value is null ? "" : $"""
        ,"{name}":{value}
        """;

    private static byte[] Post(string path, string body) =>
        Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: rehearsal\r\nUser-Agent: rehearsal\r\nOrigin: https://player.example\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private byte[] Get(string path) =>
        Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: rehearsal\r\nAuthorization: Bearer {operatorKey}\r\n\r\n");
}
