namespace SessionGrains.Live;

/// <summary>One minute of one key. Levels are means over the minute.</summary>
[GenerateSerializer, Immutable, Alias("sg.live-minute")]
public readonly record struct LiveMinute
{
    /// <summary>Minutes since 1970-01-01 UTC.</summary>
    [Id(0)] public int Minute { get; init; }

    [Id(1)] public float Open { get; init; }

    [Id(2)] public float Starting { get; init; }

    [Id(3)] public float Playing { get; init; }

    [Id(4)] public float Paused { get; init; }

    [Id(5)] public float Buffering { get; init; }

    [Id(6)] public float Ad { get; init; }

    /// <summary>Peak of the viewers in the minute.</summary>
    [Id(7)] public int PeakViewers { get; init; }

    [Id(8)] public int Starts { get; init; }

    [Id(9)] public int ContentStarts { get; init; }

    [Id(10)] public int Ends { get; init; }

    [Id(11)] public int EndsBeforeStart { get; init; }

    [Id(12)] public int Errors { get; init; }

    [Id(13)] public int BitrateChanges { get; init; }

    /// <summary>Mean bitrate in the unit sent, weighted by viewing time; NaN if none is known.</summary>
    [Id(14)] public float AverageBitrate { get; init; }

    public float Viewers => Starting + Playing + Paused + Buffering + Ad;

    /// <summary>Buffering ÷ (playing + buffering); null if both are 0.</summary>
    public double? RebufferRatio => Playing + Buffering > 0 ? Buffering / (Playing + Buffering) : null;

    /// <summary>True if nothing was open and nothing happened.</summary>
    public bool IsEmpty => Open == 0 && (Starts | ContentStarts | Ends | EndsBeforeStart | Errors | BitrateChanges) == 0;
}
