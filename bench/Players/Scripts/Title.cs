namespace SessionGrains.Players;

/// <summary>A film or a channel.</summary>
internal sealed record Title
{
    /// <summary>Place in the programme, 0 first and most popular.</summary>
    public required int Number { get; init; }

    /// <summary><c>media.id</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Channel { get; init; }

    public required bool IsLive { get; init; }

    /// <summary><c>media.length</c>; of a live channel the seconds of a day, because its playhead is the second of the day.</summary>
    public required int LengthSeconds { get; init; }

    /// <summary>Length of a chapter; 0 without chapters.</summary>
    public required int ChapterSeconds { get; init; }

    /// <summary>Content seconds from one mid-roll to the next; of a channel seconds of the clock. 0 for none.</summary>
    public required int BreakEverySeconds { get; init; }

    /// <summary>A film of ten minutes with chapters of a minute.</summary>
    public static Title Film(string id) => new() { Number = 0, Id = id, Name = id, Channel = "films", IsLive = false, LengthSeconds = 600, ChapterSeconds = 60, BreakEverySeconds = 0 };
}
