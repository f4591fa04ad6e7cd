namespace SessionGrains.Live;

/// <summary>The values of a sessionStart that a session is counted by. Equal topics are one object per silo.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-topic")]
internal sealed record LiveTopic(
    [property: Id(0)] string MediaId, [property: Id(1)] string? Name, [property: Id(2)] string Channel, [property: Id(3)] string Player, [property: Id(4)] string ContentType)
{
    public static LiveTopic Of(StartRequest request) => new(
        LiveKey.Cut(request.MediaId), request.MediaName is { } name ? LiveKey.Cut(name) : null, LiveKey.Cut(request.Channel), LiveKey.Cut(request.PlayerName), LiveKey.Cut(request.ContentType.ToLowerInvariant()));
}
