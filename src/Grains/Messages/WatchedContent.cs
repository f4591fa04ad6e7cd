namespace SessionGrains.Messages;

/// <summary>What was watched of main content: what unique time played adds up from (docs/protocol.md#6-reading-a-session).</summary>
/// <param name="Ranges">Disjoint and ascending, cut at the length; at most 64 and what is being watched.</param>
/// <param name="Merged">True if there were more, so that the nearest were merged: what lies between them counts too.</param>
[GenerateSerializer, Immutable, Alias("sg.watched-content")]
public sealed record WatchedContent([property: Id(0)] WatchedRange[] Ranges, [property: Id(1)] bool Merged);

/// <summary>A range of main content.</summary>
/// <param name="FromMs">Playhead in milliseconds.</param>
/// <param name="ToMs">Playhead in milliseconds, after <paramref name="FromMs"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.watched-range")]
public readonly record struct WatchedRange([property: Id(0)] long FromMs, [property: Id(1)] long ToMs);
