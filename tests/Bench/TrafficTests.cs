using System.Text.Json.Nodes;

namespace SessionGrains.Bench.Tests;

public sealed class TrafficTests
{
    [Fact]
    public void A_viewer_hour_is_a_start_360_pings_40_others_and_an_end()
    {
        var types = ViewerHour.Steps.Select(static step => step.EventType).ToList();

        Assert.Equal(402, types.Count);
        Assert.Equal("sessionStart", types[0]);
        Assert.Equal("sessionEnd", types[^1]);
        Assert.Equal(360, types.Count(static type => type == "ping"));
        Assert.Equal(40, types.Count(static type => type is not ("ping" or "sessionStart" or "sessionEnd")));
        Assert.InRange(ViewerHour.Steps.Sum(static step => step.AfterMs), 3_600_000, 3_700_000);
    }

    [Theory]
    [InlineData("adBreakStart", "adBreakComplete")]
    [InlineData("adStart", "adComplete")]
    [InlineData("chapterStart", "chapterComplete")]
    public void What_a_viewer_hour_opens_it_closes_before_it_opens_the_next(string opening, string closing)
    {
        var open = 0;
        foreach (var type in ViewerHour.Steps.Select(static step => step.EventType))
        {
            open += type == opening ? 1 : type == closing ? -1 : 0;
            Assert.InRange(open, 0, 1);
        }

        Assert.Equal(0, open);
    }

    [Fact]
    public void A_viewer_is_put_into_the_hour_only_where_main_content_plays_in_a_chapter()
    {
        Assert.True(ViewerHour.Joints.Count > 300);
        Assert.All(ViewerHour.Joints, static joint =>
        {
            var before = ViewerHour.Steps.Take(joint).Select(static step => step.EventType).ToList();
            Assert.Equal(before.Count(static type => type == "adBreakStart"), before.Count(static type => type == "adBreakComplete"));
            Assert.Equal(before.Count(static type => type == "chapterStart") - 1, before.Count(static type => type == "chapterComplete"));
        });
    }

    [Fact]
    public void A_body_is_the_recorded_one_with_the_time_of_its_event()
    {
        var body = Written(RecordedTraffic.Of("ping"), ts: 1_800_000_000_123, playheadTenths: 705);

        Assert.Equal("""{"eventType":"ping","playerTime":{"playhead":70.5,"ts":1800000000123}}""", body);
    }

    [Fact]
    public void A_ping_in_XDM_says_the_same()
    {
        var body = Written(RecordedTraffic.EdgePing, ts: 1_800_000_000_123, playheadTenths: 700, session: "a5");

        Assert.Equal("""{"events":[{"xdm":{"eventType":"media.ping","timestamp":"2027-01-15T08:00:00.123Z","mediaCollection":{"playhead":70,"sessionID":"a5"}}}]}""", body);
    }

    [Fact]
    public void A_start_says_who_watches_what()
    {
        var body = JsonNode.Parse(Written(RecordedTraffic.Of("sessionStart"), ts: 5, playheadTenths: 0, visitor: 77, title: 3))!;

        Assert.Equal("clickbaby-03", (string)body["params"]!["media.id"]!);
        Assert.Equal("0000000077", (string)body["params"]!["analytics.visitorId"]!);
        Assert.Equal("Click Baby – ünïcode ✓", (string)body["params"]!["media.name"]!);
    }

    [Fact]
    public void Ads_of_a_recording_keep_their_params()
    {
        var body = JsonNode.Parse(Written(RecordedTraffic.Of("adBreakStart"), ts: 5, playheadTenths: 0))!;

        Assert.Equal("preroll", (string)body["params"]!["media.ad.podFriendlyName"]!);
    }

    [Fact]
    public void A_request_has_the_length_of_its_body_in_bytes()
    {
        var pool = new LivePool(1);
        var buffer = new RequestBuffer("127.0.0.1:9");
        pool.WriteStart(buffer, 0, RecordedTraffic.Of("sessionStart"));
        var start = buffer.Request.ToArray();
        pool.Opened(0, Encoding.ASCII.GetBytes(new string('a', 64)));
        pool.WriteEvent(buffer, 0, RecordedTraffic.Of("ping"), 10_000, movesPlayhead: true);
        var ping = buffer.Request.ToArray();
        pool.WriteEvent(buffer, 0, RecordedTraffic.EdgePing, 10_000, movesPlayhead: true);
        var edgePing = buffer.Request.ToArray();

        Assert.StartsWith("POST /api/v1/sessions HTTP/1.1\r\nHost: 127.0.0.1:9\r\n", Encoding.UTF8.GetString(start), StringComparison.Ordinal);
        Assert.StartsWith($"POST /api/v1/sessions/{new string('a', 64)}/events HTTP/1.1\r\n", Encoding.UTF8.GetString(ping), StringComparison.Ordinal);
        Assert.Matches("^POST /ee/va/v1/ping\\?configId=[0-9a-f-]{36}&requestId=[0-9a-f-]{36} HTTP/1.1\r\nHost: 127.0.0.1:9\r\n", Encoding.UTF8.GetString(edgePing));
        Assert.All([start, ping, edgePing], static request =>
        {
            var end = request.AsSpan().IndexOf("\r\n\r\n"u8);
            var head = Encoding.ASCII.GetString(request, 0, end);
            Assert.Equal(request.Length - end - 4, int.Parse(head[(head.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16)..]));
        });
    }

    private static string Written(EventTemplate template, long ts, int playheadTenths, int visitor = 0, int title = 0, string session = "")
    {
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, template.Write(bytes, ts, playheadTenths, visitor, title, Encoding.ASCII.GetBytes(session)));
    }
}
