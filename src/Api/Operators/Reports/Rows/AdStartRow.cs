namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The start of an ad.</summary>
internal sealed record AdStartRow : AdRow
{
    public AdStartRow(RowSession session, AdSummary ad, AdBreakSummary? adBreak)
        : base("adStart", session, ad.StartTs!.Value, ad, adBreak)
    {
    }
}
