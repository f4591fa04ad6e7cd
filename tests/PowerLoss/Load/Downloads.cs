using System.Text.Json.Nodes;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>Sends downloaded sessions, one after the other: each is closed, with its report in the log, when it is answered.</summary>
internal sealed class Downloads(TrackingServer server, int seed)
{
    private const int Events = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(Func<bool> isOver)
    {
        for (var number = 0; !isOver(); number++)
        {
            await server.PostAsync("/api/v1/downloaded", Body(number));
            await Task.Delay(Pause);
        }
    }

    private byte[] Body(int number)
    {
        var mediaId = $"{seed}-down-{number}";
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 3_600_000;
        var start = JsonNode.Parse(SteppedSession.StartBody(mediaId, ts))!;
        start["params"]!["media.downloaded"] = true;
        JsonArray events = [start];
        for (var i = 0; i < Events; i++)
        {
            var type = i == 0 ? "play" : i == Events - 1 ? "sessionEnd" : "ping";
            events.Add(JsonNode.Parse(EventBody.Of(type, ts + (1_000 * (i + 1)), i + 1, new QoeValues { Others = MarkedScript.Marked(MarkedScript.Mark(mediaId, i)) })));
        }

        return Encoding.UTF8.GetBytes(events.ToJsonString());
    }
}
