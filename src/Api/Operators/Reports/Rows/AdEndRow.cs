using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The end of an ad.</summary>
internal sealed record AdEndRow : AdRow
{
    private readonly AdSummary _ad;

    public AdEndRow(RowSession session, AdSummary ad, AdBreakSummary? adBreak)
        : base("adEnd", session, ad.EndTs ?? ad.StartTs!.Value, ad, adBreak) => _ad = ad;

    /// <summary>Player clock, ms</summary>
    public long EndTs => Ts;

    /// <summary>Time in which the ad played; 0 outside a break</summary>
    [JsonConverter(typeof(Seconds))]
    public long TimePlayed => _ad.TimePlayedMs;

    /// <summary>completed, skipped or cut: something else than its adComplete or adSkip ended it</summary>
    public PlayOutcome Outcome => _ad.Outcome;
}
