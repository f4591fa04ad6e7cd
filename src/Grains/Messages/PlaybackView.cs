namespace SessionGrains.Messages;

/// <summary>What the viewer sees now.</summary>
[GenerateSerializer, Immutable, Alias("sg.playback-view")]
public sealed record PlaybackView(
    [property: Id(0)] PlaybackState State,
    [property: Id(1)] PlaybackPlace In,
    [property: Id(2)] double Playhead,
    [property: Id(3)] AdSummary? Ad,
    [property: Id(4)] AdBreakSummary? AdBreak,
    [property: Id(5)] ChapterSummary? Chapter,
    [property: Id(6)] string[] PlayerStates);

/// <summary>Requests answered with 2xx: all of them (including sessionStart and repeats), the repeats, and the late ones.</summary>
[GenerateSerializer, Immutable, Alias("sg.event-counts")]
public readonly record struct EventCounts([property: Id(0)] int Received, [property: Id(1)] int Duplicates, [property: Id(2)] int Late);
