using System.Net;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Messages;

namespace SessionGrains.PowerLoss.Tests.Load;

/// <summary>Sends downloaded sessions, one after the other: each is closed, with its report in the log, when it is answered.</summary>
internal sealed class Downloads(FrontDoors doors, int seed)
{
    private const int Events = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public int Acknowledged { get; private set; }

    public async Task RunAsync(Func<bool> isOver)
    {
        for (var number = 0; !isOver(); number++)
        {
            using var answer = await doors.PostAsync("/api/v1/downloaded", Body(number));
            if (answer is { StatusCode: HttpStatusCode.Created })
                Acknowledged++;
            await Task.Delay(Pause);
        }
    }

    private byte[] Body(int number)
    {
        var mediaId = $"{seed}-down-{number}";
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 3_600_000;
        List<JsonElement> events = [Start(ts, mediaId)];
        for (var i = 0; i < Events; i++)
        {
            var type = i == 0 ? PlayerEventType.Play : i == Events - 1 ? PlayerEventType.SessionEnd : PlayerEventType.Ping;
            events.Add(Parse(EventBody.Of(new PlayerEvent { Type = type, Ts = ts + (1_000 * (i + 1)), Playhead = i + 1, Fingerprint = 0 }, EventBody.Mark(mediaId, i))));
        }

        return JsonSerializer.SerializeToUtf8Bytes(events);
    }

    private static JsonElement Start(long ts, string mediaId)
    {
        var start = System.Text.Json.Nodes.JsonNode.Parse(EventBody.Start(ts, 600, mediaId))!;
        start["params"]!["media.downloaded"] = true;
        return start.Deserialize<JsonElement>();
    }

    private static JsonElement Parse(byte[] json) => JsonDocument.Parse(json).RootElement;
}
