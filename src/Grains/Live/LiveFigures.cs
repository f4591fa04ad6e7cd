using System.Globalization;

namespace SessionGrains.Live;

/// <summary>
/// The counts of one <see cref="LiveKey"/>. <see cref="Cumulative"/> counts are events since the silo began to count; all others are current levels.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.live-figures")]
public readonly record struct LiveFigures
{
    /// <summary>A higher bitrate counts as this, in the unit that players send: 1 Gbit/s.</summary>
    public const long MaxBitrate = 1_000_000_000;

    /// <summary>Open sessions, with or without a viewer.</summary>
    [Id(0)] public int Open { get; init; }

    [Id(1)] public int Starting { get; init; }

    [Id(2)] public int Playing { get; init; }

    [Id(3)] public int Paused { get; init; }

    [Id(4)] public int Buffering { get; init; }

    /// <summary>In an ad break.</summary>
    [Id(5)] public int Ad { get; init; }

    /// <summary>Viewers that play main content with a known bitrate.</summary>
    [Id(6)] public int BitrateKnown { get; init; }

    /// <summary>
    /// The sum of their bitrates, each a whole number from 1 to <see cref="MaxBitrate"/>: adding and removing a session cancel exactly, and the sum of as many
    /// sessions as can be counted does not overflow.
    /// </summary>
    [Id(14)] public long BitrateSum { get; init; }

    [Id(8)] public long Starts { get; init; }

    [Id(9)] public long ContentStarts { get; init; }

    [Id(10)] public long Ends { get; init; }

    [Id(11)] public long EndsBeforeStart { get; init; }

    [Id(12)] public long Errors { get; init; }

    [Id(13)] public long BitrateChanges { get; init; }

    /// <summary>Open sessions that are not completed and were heard from in the last 60 s.</summary>
    public int Viewers => Starting + Playing + Paused + Buffering + Ad;

    /// <summary>Mean of the known bitrates; null if none is known.</summary>
    public double? AverageBitrate => BitrateKnown > 0 ? (double)BitrateSum / BitrateKnown : null;

    /// <summary>The current levels only.</summary>
    public LiveFigures Current => this with { Starts = 0, ContentStarts = 0, Ends = 0, EndsBeforeStart = 0, Errors = 0, BitrateChanges = 0 };

    /// <summary>The cumulative counts only.</summary>
    public LiveFigures Cumulative => new()
    {
        Starts = Starts,
        ContentStarts = ContentStarts,
        Ends = Ends,
        EndsBeforeStart = EndsBeforeStart,
        Errors = Errors,
        BitrateChanges = BitrateChanges,
    };

    /// <summary>The generated text would recurse endlessly, because <see cref="Current"/> has a <see cref="Current"/>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Open} open: {Starting} starting, {Playing} playing, {Paused} paused, {Buffering} buffering, {Ad} ad; {Starts} starts, {ContentStarts} content starts, {Ends} ends, {EndsBeforeStart} before start, {Errors} errors, {BitrateChanges} bitrate changes");

    public static LiveFigures operator +(LiveFigures one, LiveFigures other) => new()
    {
        Open = one.Open + other.Open,
        Starting = one.Starting + other.Starting,
        Playing = one.Playing + other.Playing,
        Paused = one.Paused + other.Paused,
        Buffering = one.Buffering + other.Buffering,
        Ad = one.Ad + other.Ad,
        BitrateKnown = one.BitrateKnown + other.BitrateKnown,
        BitrateSum = one.BitrateSum + other.BitrateSum,
        Starts = one.Starts + other.Starts,
        ContentStarts = one.ContentStarts + other.ContentStarts,
        Ends = one.Ends + other.Ends,
        EndsBeforeStart = one.EndsBeforeStart + other.EndsBeforeStart,
        Errors = one.Errors + other.Errors,
        BitrateChanges = one.BitrateChanges + other.BitrateChanges,
    };

    public static LiveFigures operator -(LiveFigures one, LiveFigures other) => one + new LiveFigures
    {
        Open = -other.Open,
        Starting = -other.Starting,
        Playing = -other.Playing,
        Paused = -other.Paused,
        Buffering = -other.Buffering,
        Ad = -other.Ad,
        BitrateKnown = -other.BitrateKnown,
        BitrateSum = -other.BitrateSum,
        Starts = -other.Starts,
        ContentStarts = -other.ContentStarts,
        Ends = -other.Ends,
        EndsBeforeStart = -other.EndsBeforeStart,
        Errors = -other.Errors,
        BitrateChanges = -other.BitrateChanges,
    };
}
