using SessionGrains.Api.Operators.Answers;
using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>The audience now, as all partitions together know it.</summary>
internal sealed class LiveAnswer
{
    /// <summary>
    /// Most bytes of the list of titles, so that the answer stays within <see cref="MessageBudget.Bytes"/>. Further titles count in <see cref="OtherTitles"/>.
    /// </summary>
    private const int MostTitleBytes = MessageBudget.Bytes / 4 * 3;

    /// <summary>Up to when all silos are added up: the end of a half second.</summary>
    [JsonConverter(typeof(Instant))]
    public required long AsOf { get; init; }

    /// <summary>A silo is silent, or one went a moment ago: sessions may be missing.</summary>
    public required bool Incomplete { get; init; }

    public required LiveSiloAnswer[] Silos { get; init; }

    /// <summary>Open sessions.</summary>
    public required int Open { get; init; }

    /// <summary>Open sessions that are not completed and were heard from in the last 60 s.</summary>
    public required int Viewers { get; init; }

    public required LiveStates States { get; init; }

    /// <summary>The last complete minute.</summary>
    public required LastMinuteAnswer LastMinute { get; init; }

    /// <summary>Most viewers first.</summary>
    public required LiveTitleAnswer[] Titles { get; init; }

    /// <summary>Titles with an open session.</summary>
    public required int TitleCount { get; init; }

    /// <summary>The titles that are not listed, together.</summary>
    public required LiveCountsAnswer OtherTitles { get; init; }

    public required LiveShareAnswer[] Players { get; init; }

    public required LiveShareAnswer[] ContentTypes { get; init; }

    public required LiveShareAnswer[] Channels { get; init; }

    /// <param name="query">The filters of the request.</param>
    /// <param name="totals">The answer of the partition of totals.</param>
    /// <param name="titles">The answers of the partitions of titles.</param>
    /// <param name="isAnyMissing">Whether a partition did not answer, so that its previous answer is used or it is missing.</param>
    public static LiveAnswer Of(LiveQuery query, LivePart totals, LivePart[] titles, bool isAnyMissing)
    {
        var holder = query.MediaId is null ? totals : titles.FirstOrDefault(static part => part.Whole is not null) ?? new();
        var figures = holder.Whole is { } whole && (query.MediaId is null || query.Channel is null || whole.Channel == query.Channel) ? whole.Figures : default;
        var left = MostTitleBytes;
        var lines = titles.SelectMany(static part => part.Lines)
            .OrderByDescending(static line => line.Figures.Viewers).ThenBy(static line => line.Key.Id, StringComparer.Ordinal).Take(query.Top)
            .TakeWhile(line => (left -= MostBytes(line)) >= 0).ToArray();
        var shown = lines.Aggregate(default(LiveFigures), static (sum, line) => sum + line.Figures);
        return new()
        {
            AsOf = titles.Append(totals).Min(static part => part.AsOfMs),
            Incomplete = isAnyMissing || titles.Append(totals).Any(static part => part.IsIncomplete),
            Silos = [.. totals.Silos.Select(static silo => new LiveSiloAnswer(silo))],
            Open = figures.Open,
            Viewers = figures.Viewers,
            States = new(figures),
            LastMinute = new(holder.LastMinute.Minute == 0 ? totals.LastMinute with { AverageBitrate = float.NaN } : holder.LastMinute),
            Titles = [.. lines.Select(static line => new LiveTitleAnswer(line))],
            TitleCount = titles.Sum(static part => part.Titles),
            OtherTitles = new(titles.Aggregate(default(LiveFigures), static (sum, part) => sum + part.Listed + part.OtherTitles) - shown),
            Players = Shares(LiveKind.Player),
            ContentTypes = Shares(LiveKind.ContentType),
            Channels = Shares(LiveKind.Channel),
        };

        LiveShareAnswer[] Shares(LiveKind kind) => [.. totals.Lines.Where(line => line.Key.Kind == kind).Select(static line => new LiveShareAnswer(line))];
    }

    /// <summary>Upper bound: every character is escaped and every number has all its digits.</summary>
    private static int MostBytes(LiveLine line) =>
        384 + (6 * (line.Key.Id.Length + (line.Name?.Length ?? 0) + (line.Channel?.Length ?? 0))) + (11 * line.RecentViewers.Length);
}

/// <summary>One silo.</summary>
internal sealed class LiveSiloAnswer(LiveSilo silo)
{
    public string Silo => silo.Silo;

    [JsonConverter(typeof(Instant))]
    public long AsOf => silo.HeardAtMs;

    /// <summary>In its memory.</summary>
    public int Sessions => silo.Health.Sessions;

    public double EventsPerSecond => Math.Round(silo.Health.EventsPerSecond, 1);

    /// <summary>Mean of the last seconds; null when nothing was stored.</summary>
    public double? StoreLatencyMs => silo.Health.StoreLatencyMs is { } ms ? Math.Round(ms, 2) : null;

    public bool Silent => silo.IsSilent;
}

/// <summary>Sessions that count together.</summary>
internal sealed class LiveCountsAnswer(LiveFigures figures)
{
    public int Open => figures.Open;

    public int Viewers => figures.Viewers;

    public LiveStates States => new(figures);
}

/// <summary>What the viewers see.</summary>
internal sealed class LiveStates(LiveFigures figures)
{
    public int Starting => figures.Starting;

    public int Playing => figures.Playing;

    public int Paused => figures.Paused;

    public int Buffering => figures.Buffering;

    /// <summary>In an ad break.</summary>
    public int Ad => figures.Ad;
}

/// <summary>What happened in a minute.</summary>
internal sealed class LastMinuteAnswer(LiveMinute minute)
{
    [JsonConverter(typeof(Instant))]
    public long At => minute.Minute * 60_000L;

    public int Starts => minute.Starts;

    public int ContentStarts => minute.ContentStarts;

    public int Ends => minute.Ends;

    public int EndsBeforeStart => minute.EndsBeforeStart;

    public int Errors => minute.Errors;

    public int BitrateChanges => minute.BitrateChanges;

    /// <summary>Buffering ÷ (playing + buffering), by time.</summary>
    public double? RebufferRatio => minute.RebufferRatio is { } ratio ? Math.Round(ratio, 4) : null;

    /// <summary>As sent, by the time that it was played.</summary>
    public double? AverageBitrate => float.IsFinite(minute.AverageBitrate) ? Math.Round(minute.AverageBitrate) : null;
}

/// <summary>One title.</summary>
internal sealed class LiveTitleAnswer(LiveLine title)
{
    public string MediaId => title.Key.Id;

    public string? Name => title.Name;

    public string? Channel => title.Channel;

    public int Open => title.Figures.Open;

    public int Viewers => title.Figures.Viewers;

    public LiveStates States => new(title.Figures);

    /// <summary>Every 10 s, oldest first, at most ten minutes.</summary>
    public int[] RecentViewers => title.RecentViewers;
}

/// <summary>One player, content type or channel.</summary>
internal sealed class LiveShareAnswer(LiveLine line)
{
    public string Name => line.Key.Id;

    public int Open => line.Figures.Open;

    public int Viewers => line.Figures.Viewers;
}
