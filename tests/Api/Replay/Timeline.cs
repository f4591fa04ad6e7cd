namespace SessionGrains.Api.Tests;

/// <summary>A published timeline as request bodies.</summary>
internal sealed class Timeline
{
    private readonly TimelineVector _vector;

    private Timeline(TimelineVector vector, JsonNode start)
    {
        _vector = vector;
        Bodies = [start.ToJsonString(), .. vector.Bodies[1..].Select(static body => body.ToJsonString())];
    }

    /// <summary>The sessionStart and the events in their order.</summary>
    public string[] Bodies { get; }

    public static Timeline First { get; } = Complete();

    /// <summary>The downloaded example has no params of its own: those of the sample request, with no length.</summary>
    public static Timeline Downloaded(bool? flag)
    {
        var vector = TimelineVector.Read(TimelineVector.Downloaded);
        var start = JsonNode.Parse(Sample.Start)!;
        start["playerTime"] = vector.Bodies[0]["playerTime"]!.DeepClone();
        start["params"]!["media.length"] = 0;
        if (flag is { } downloaded)
            start["params"]!["media.downloaded"] = downloaded;

        return new(vector, start);
    }

    public void Fits(JsonNode metrics) => _vector.Fits(metrics);

    private static Timeline Complete()
    {
        var vector = TimelineVector.Read(TimelineVector.First);
        return new(vector, vector.Bodies[0]);
    }
}
