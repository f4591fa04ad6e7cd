namespace SessionGrains.Tracking.Tests;

/// <summary>A published timeline as the core takes it.</summary>
internal sealed record Timeline(StartRequest Start, PlayerEvent[] Events, TimelineVector Vector)
{
    public static Timeline Read(string file)
    {
        var vector = TimelineVector.Read(file);
        var bodies = vector.Bodies.Select(static body => PlayerEventJson.Event(JsonSerializer.SerializeToElement(body))).ToArray();
        var start = new StartRequest
        {
            Body = "{}"u8.ToArray(),
            Ts = bodies[0].Ts,
            Playhead = bodies[0].Playhead,
            MediaId = "VA API Sample Player",
            Channel = "sample-channel",
            PlayerName = "sample-html5-api-player",
            ContentType = "VOD",
            LengthSeconds = vector.LengthSeconds ?? 0,
        };
        return new Timeline(start, bodies[1..], vector);
    }

    public void Fits(SessionMetrics metrics) => Vector.Fits(MetricsOnTheWire.ToJson(metrics));
}
