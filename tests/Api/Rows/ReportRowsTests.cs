using static SessionGrains.Api.Tests.Rows.SampleReport;

namespace SessionGrains.Api.Tests.Rows;

/// <summary>The rows of a report.</summary>
public sealed class ReportRowsTests(ITestOutputHelper output)
{
    private static readonly AdBreakSummary Break = new() { Index = 1, Name = "pre-roll", Offset = 0, StartTs = T, EndTs = T + 20_000 };

    private static readonly AdSummary Ad = new()
    {
        BreakIndex = 1,
        Position = 1,
        Id = "ad-1",
        Name = "Spring",
        Length = 15,
        PlayerName = "ad player",
        Advertiser = "Acme",
        CampaignId = "c-1",
        CreativeId = "cr-1",
        CreativeUrl = "https://example.com/1",
        PlacementId = "p-1",
        SiteId = "s-1",
        CustomMetadata = [new("a.b", "1")],
        StartTs = T + 1,
        EndTs = T + 15_001,
        Playhead = 0.5,
        TimePlayedMs = 15_000,
        Outcome = PlayOutcome.Completed,
    };

    private static readonly ChapterSummary Chapter = new()
    {
        Index = 2,
        Name = "Intro",
        Offset = 0.25,
        Length = 60,
        CustomMetadata = [new("c", "2")],
        StartTs = T + 20_000,
        EndTs = T + 80_000,
        TimePlayedMs = 59_999,
        Outcome = PlayOutcome.Skipped,
    };

    private const string Session = """
        "ts":1795410000000,"at":"2026-11-23T05:00:00.000Z","mediaId":"film-7","mediaName":"Film 7","channel":"films","playerName":"web","contentType":"VOD","streamType":"video"
        """;

    private const string AdMembers = """
        "breakIndex":1,"breakName":"pre-roll","breakOffset":0,"position":1,"id":"ad-1","name":"Spring","length":15,"adPlayerName":"ad player","advertiser":"Acme","campaignId":"c-1","creativeId":"cr-1","creativeUrl":"https://example.com/1","placementId":"p-1","siteId":"s-1","customMetadata":{"a.b":"1"},"startTs":1795410000001,"playhead":0.5
        """;

    [Fact]
    public void Each_kind_of_row_has_all_its_members()
    {
        var lines = Lines(Of(Totals([Ad], [Chapter], more: 3) with { AdBreaks = [Break] }));
        foreach (var line in lines)
            output.WriteLine(line);
    }
}
