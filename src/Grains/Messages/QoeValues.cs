namespace SessionGrains.Messages;

/// <summary>The quality-of-experience values of one event. Null: not sent.</summary>
[GenerateSerializer, Immutable, Alias("sg.qoe-values")]
public sealed record QoeValues
{
    /// <summary><c>media.qoe.bitrate</c> in the unit that the player sent; the protocol says bits per second.</summary>
    [Id(0)] public double? Bitrate { get; init; }

    /// <summary><c>media.qoe.droppedFrames</c>, cumulative: the last value counts.</summary>
    [Id(1)] public double? DroppedFrames { get; init; }

    /// <summary><c>media.qoe.framesPerSecond</c>.</summary>
    [Id(2)] public double? FramesPerSecond { get; init; }

    /// <summary><c>media.qoe.timeToStart</c> in milliseconds.</summary>
    [Id(3)] public double? TimeToStart { get; init; }

    /// <summary><c>media.qoe.errorID</c>; a number is kept as the text that was sent.</summary>
    [Id(4)] public string? ErrorId { get; init; }

    /// <summary><c>media.qoe.errorSource</c>: <c>player</c> or <c>external</c> by the documentation, any text in practice.</summary>
    [Id(5)] public string? ErrorSource { get; init; }

    /// <summary>Unknown keys with their values as sent; null for none.</summary>
    [Id(6)] public QoeValue[]? Others { get; init; }
}

/// <summary>An unknown qoeData key and the raw JSON of its value.</summary>
[GenerateSerializer, Immutable, Alias("sg.qoe-value")]
public readonly record struct QoeValue([property: Id(0)] string Key, [property: Id(1)] string RawValue);
