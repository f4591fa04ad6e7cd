using SessionGrains.Api.Operators.Answers;
using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>The past of the live counts.</summary>
internal sealed class LiveHistoryAnswer
{
    public LiveHistoryAnswer(LiveHistory history, HistoryQuery query)
    {
        var minutes = history.Minutes.Where(one => query.Covers(one.Minute * 60_000L)).ToArray();
        var seconds = history.Seconds.Where(one => query.Covers(one.Second * 1000)).ToArray();
        (AsOf, Incomplete, StepSeconds, MediaId) = (history.AsOfMs, history.IsIncomplete, history.StepSeconds, query.MediaId);
        Resolution = query.BySecond ? "second" : "minute";
        Points = [.. minutes.Select(LivePoint.Of), .. seconds.Select(LivePoint.Of)];
        var viewers = query.BySecond
            ? seconds.Select(static one => (AtMs: one.Second * 1000, Viewers: (double)one.Figures.Viewers, Peak: one.Figures.Viewers)).ToArray()
            : [.. minutes.Select(static one => (AtMs: one.Minute * 60_000L, Viewers: (double)one.Viewers, Peak: one.PeakViewers))];
        if (viewers.Length == 0)
            return;

        var steps = ((viewers[^1].AtMs - viewers[0].AtMs) / (StepSeconds * 1000L)) + 1;
        AverageMinuteAudience = Math.Round(viewers.Sum(static one => one.Viewers) / steps, 3);
        var peak = viewers.MaxBy(static one => one.Peak);
        Peak = new(peak.Peak, peak.AtMs);
    }

    [JsonConverter(typeof(Instant))]
    public long AsOf { get; }

    /// <summary>minute or second</summary>
    public string Resolution { get; }

    public int StepSeconds { get; }

    public string? MediaId { get; }

    public bool Incomplete { get; }

    /// <summary>Oldest first.</summary>
    public LivePoint[] Points { get; }

    /// <summary>Viewers on average from the first point to the last, empty minutes included.</summary>
    public double? AverageMinuteAudience { get; }

    public LivePeak? Peak { get; }
}

/// <summary>Most viewers at any point.</summary>
internal sealed record LivePeak(int Viewers, [property: JsonConverter(typeof(Instant))] long At);

/// <summary>The seconds that a returning client of the live stream has missed.</summary>
internal sealed record LivePointsAnswer(LivePoint[] Points);

/// <summary>One minute or one second. Of a minute, counts of sessions are means over the minute.</summary>
internal sealed record LivePoint
{
    /// <summary>The begin of the minute, or the second.</summary>
    [JsonConverter(typeof(Instant))]
    public required long At { get; init; }

    public required double Open { get; init; }

    public required double Viewers { get; init; }

    public required double Starting { get; init; }

    public required double Playing { get; init; }

    public required double Paused { get; init; }

    public required double Buffering { get; init; }

    public required double Ad { get; init; }

    /// <summary>Of a minute only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PeakViewers { get; init; }

    public required long Starts { get; init; }

    public required long ContentStarts { get; init; }

    public required long Ends { get; init; }

    public required long EndsBeforeStart { get; init; }

    public required long Errors { get; init; }

    public required long BitrateChanges { get; init; }

    public required double? RebufferRatio { get; init; }

    public required double? AverageBitrate { get; init; }

    public static LivePoint Of(LiveMinute minute) => new()
    {
        At = minute.Minute * 60_000L,
        Open = Math.Round(minute.Open, 2),
        Viewers = Math.Round(minute.Viewers, 2),
        Starting = Math.Round(minute.Starting, 2),
        Playing = Math.Round(minute.Playing, 2),
        Paused = Math.Round(minute.Paused, 2),
        Buffering = Math.Round(minute.Buffering, 2),
        Ad = Math.Round(minute.Ad, 2),
        PeakViewers = minute.PeakViewers,
        Starts = minute.Starts,
        ContentStarts = minute.ContentStarts,
        Ends = minute.Ends,
        EndsBeforeStart = minute.EndsBeforeStart,
        Errors = minute.Errors,
        BitrateChanges = minute.BitrateChanges,
        RebufferRatio = minute.RebufferRatio is { } ratio ? Math.Round(ratio, 4) : null,
        AverageBitrate = float.IsFinite(minute.AverageBitrate) ? Math.Round(minute.AverageBitrate) : null,
    };

    public static LivePoint Of(LiveSecond second)
    {
        var figures = second.Figures;
        return new()
        {
            At = second.Second * 1000,
            Open = figures.Open,
            Viewers = figures.Viewers,
            Starting = figures.Starting,
            Playing = figures.Playing,
            Paused = figures.Paused,
            Buffering = figures.Buffering,
            Ad = figures.Ad,
            Starts = figures.Starts,
            ContentStarts = figures.ContentStarts,
            Ends = figures.Ends,
            EndsBeforeStart = figures.EndsBeforeStart,
            Errors = figures.Errors,
            BitrateChanges = figures.BitrateChanges,
            RebufferRatio = figures.Playing + figures.Buffering is var watching and > 0 ? Math.Round((double)figures.Buffering / watching, 4) : null,
            AverageBitrate = figures.AverageBitrate is { } average ? Math.Round(average) : null,
        };
    }
}
