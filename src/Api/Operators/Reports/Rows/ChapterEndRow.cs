using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The end of a chapter, with everything that its chapterStart said. What was not said is left out.</summary>
internal sealed record ChapterEndRow : ReportRow
{
    private readonly ChapterSummary _chapter;

    public ChapterEndRow(RowSession session, ChapterSummary chapter)
        : base("chapterEnd", session, chapter.EndTs ?? chapter.StartTs) => _chapter = chapter;

    /// <summary>media.chapter.index, as sent</summary>
    public long Index => _chapter.Index;

    /// <summary>media.chapter.friendlyName</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name => _chapter.Name;

    /// <summary>media.chapter.offset: where in the main content the chapter begins, in seconds</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Offset => _chapter.Offset;

    /// <summary>media.chapter.length, in seconds</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Length => _chapter.Length;

    /// <summary>The customMetadata of the chapterStart</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetadataEntry[]? CustomMetadata => _chapter.CustomMetadata;

    /// <summary>Player clock, ms</summary>
    public long StartTs => _chapter.StartTs;

    /// <summary>Player clock, ms</summary>
    public long EndTs => Ts;

    /// <summary>Content time in the chapter</summary>
    [JsonConverter(typeof(Seconds))]
    public long TimePlayed => _chapter.TimePlayedMs;

    /// <summary>completed, skipped or cut: something else than its chapterComplete or chapterSkip ended it</summary>
    public PlayOutcome Outcome => _chapter.Outcome;
}
