using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>The live counts as all partitions together know them.</summary>
internal sealed class LiveSnapshot
{
    public required long AsOfMs { get; init; }

    public required bool IsIncomplete { get; init; }

    public required LiveFigures Figures { get; init; }

    public required LiveMinute LastMinute { get; init; }

    public required LiveLine[] Titles { get; init; }

    public required int TitleCount { get; init; }

    /// <summary>The titles that are not listed.</summary>
    public required LiveFigures OtherTitles { get; init; }

    /// <summary>Players, content types and channels.</summary>
    public required LiveLine[] Breakdown { get; init; }

    public required LiveSilo[] Silos { get; init; }

    /// <summary>Bytes of the list of titles, at most: the rest of <see cref="MessageBudget.Bytes"/> is for what stands beside it. Titles beyond are told together as the others.</summary>
    private const int MostTitleBytes = MessageBudget.Bytes / 4 * 3;

    /// <param name="query">What was asked for.</param>
    /// <param name="totals">The answer of the partition of totals.</param>
    /// <param name="titles">The answers of the partitions of titles.</param>
    /// <param name="isAnyMissing">One of them is from before.</param>
    public static LiveSnapshot Of(LiveQuery query, LivePart totals, LivePart[] titles, bool isAnyMissing)
    {
        var holder = query.MediaId is null ? totals : titles.FirstOrDefault(static part => part.Whole is not null) ?? new();
        var figures = holder.Whole is { } whole && (query.MediaId is null || query.Channel is null || whole.Channel == query.Channel) ? whole.Figures : default;
        var left = MostTitleBytes;
        var lines = titles.SelectMany(static part => part.Lines)
            .OrderByDescending(static line => line.Figures.Viewers).ThenBy(static line => line.Key.Id, StringComparer.Ordinal).Take(query.Top)
            .TakeWhile(line => (left -= JsonBytes(line)) >= 0).ToArray();
        var shown = lines.Aggregate(default(LiveFigures), static (sum, line) => sum + line.Figures);
        return new()
        {
            AsOfMs = titles.Append(totals).Min(static part => part.AsOfMs),
            IsIncomplete = isAnyMissing || titles.Append(totals).Any(static part => part.IsIncomplete),
            Figures = figures,
            LastMinute = holder.LastMinute.Minute == 0 ? totals.LastMinute with { AverageBitrate = float.NaN } : holder.LastMinute,
            Titles = lines,
            TitleCount = titles.Sum(static part => part.Titles),
            OtherTitles = titles.Aggregate(default(LiveFigures), static (sum, part) => sum + part.Listed + part.OtherTitles) - shown,
            Breakdown = totals.Lines,
            Silos = totals.Silos,
        };
    }

    /// <summary>At most: each character as an escape, each number with all its digits.</summary>
    private static int JsonBytes(LiveLine line) =>
        384 + (6 * (line.Key.Id.Length + (line.Name?.Length ?? 0) + (line.Channel?.Length ?? 0))) + (11 * line.RecentViewers.Length);
}
