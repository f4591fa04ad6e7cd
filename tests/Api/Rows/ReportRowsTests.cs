using static SessionGrains.Api.Tests.SampleReport;

namespace SessionGrains.Api.Tests;

/// <summary>The rows of a report.</summary>
public sealed class ReportRowsTests
{
    private static readonly AdBreakSummary Break = new() { Index = 1, Name = "pre-roll", Offset = 0, StartTs = T, EndTs = T + 20_000 };

    private static readonly AdSummary Ad = new()
    {
        InBreak = true,
        BreakItem = 0,
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

    private const string Dimensions = """
        "mediaId":"film-7","mediaName":"Film 7","channel":"films","playerName":"web","contentType":"VOD","streamType":"video"
        """;

    private const string AdMembers = """
        "inBreak":true,"breakItem":0,"breakIndex":1,"breakName":"pre-roll","breakOffset":0,"position":1,"id":"ad-1","name":"Spring","length":15,"adPlayerName":"ad player","advertiser":"Acme","campaignId":"c-1","creativeId":"cr-1","creativeUrl":"https://example.com/1","placementId":"p-1","siteId":"s-1","customMetadata":{"a.b":"1"},"startTs":1795410000001,"playhead":0.5
        """;

    [Fact]
    public void Each_kind_of_row_has_all_its_members_in_the_same_order()
    {
        var lines = Lines(Of(Totals([Ad], [Chapter], more: 3) with { AdBreaks = [Break] }));

        Assert.Equal(
            [
                $$$"""{"cursor":"41~0.0","kind":"sessionStart","sessionId":"{{{Sid}}}","seq":0,"ts":1795410000000,"at":"2026-11-23T05:00:00.000Z",{{{Dimensions}}},"openedAt":"2026-11-23T05:00:00.000Z","params":{"media.length":5400,"media.id":"film-7","other":{"media.id":"no"}, "media.name":"Film 7","media.channel":"films","media.playerName":"web","media.contentType":"VOD","media.streamType":"video","visitor.marketingCloudOrgId":"org"},"customMetadata":{"campaign":"autumn"}}""",
                $$$"""{"cursor":"41~0.1","kind":"adStart","sessionId":"{{{Sid}}}","seq":1,"ts":1795410000001,"at":"2026-11-23T05:00:00.001Z",{{{Dimensions}}},{{{AdMembers}}}}""",
                $$$"""{"cursor":"41~0.2","kind":"adEnd","sessionId":"{{{Sid}}}","seq":2,"ts":1795410015001,"at":"2026-11-23T05:00:15.001Z",{{{Dimensions}}},{{{AdMembers}}},"endTs":1795410015001,"timePlayed":15,"outcome":"completed"}""",
                $$$"""{"cursor":"41~0.3","kind":"chapterEnd","sessionId":"{{{Sid}}}","seq":3,"ts":1795410080000,"at":"2026-11-23T05:01:20.000Z",{{{Dimensions}}},"index":2,"name":"Intro","offset":0.25,"length":60,"customMetadata":{"c":"2"},"startTs":1795410020000,"endTs":1795410080000,"timePlayed":59.999,"outcome":"skipped"}""",
                $$$"""{"cursor":"41","kind":"remainder","sessionId":"{{{Sid}}}","seq":5,"ts":1795410090000,"at":"2026-11-23T05:01:30.000Z",{{{Dimensions}}},"adCount":3,"adCompletes":3,"adSkips":3,"adTimeSpent":0.003,"chapterCount":3,"chapterCompletes":3}""",
            ],
            lines.Where(static line => !line.Contains("\"sessionEnd\"", StringComparison.Ordinal)).Select(static line => line.TrimEnd('\n')));
    }

    [Fact]
    public void The_end_of_a_session_has_all_its_metrics_but_the_lists_that_have_rows()
    {
        var report = Of(Totals([Ad], [Chapter]) with { AdBreaks = [Break], Errors = [new("e", "player", 2, T, T + 1)], PlayerStates = [new("mute", 2, 4_500)] });
        var whole = JsonNode.Parse(ReportLine.Of(report))!["report"]!.AsObject();
        var metrics = whole["metrics"]!.AsObject().Select(static member => member.Key).Except(["ads", "adBreaks", "chapters"]).ToArray();
        whole["metrics"]!.AsObject().ToList().ForEach(member => whole[member.Key] = member.Value?.DeepClone());

        var end = Rows(report)[^1].AsObject();

        Assert.Equal("sessionEnd", (string?)end["kind"]);
        Assert.Equal(metrics, end.Select(static member => member.Key).TakeLast(metrics.Length));
        string[] rowsOnly = ["cursor", "kind", "seq", "ts", "at", "mediaId", "mediaName", "channel", "playerName", "contentType", "streamType"];
        string[] elsewhere = ["status", "closesAt", "params", "customMetadata", "playback", "metrics", "ads", "adBreaks", "chapters"];
        Assert.Equal(whole.Select(static member => member.Key).Except(elsewhere).Order(), end.Select(static member => member.Key).Except(rowsOnly).Order());
        Assert.All(whole.Where(member => !elsewhere.Contains(member.Key)), member => Assert.True(JsonNode.DeepEquals(member.Value, end[member.Key]), member.Key));
    }

    [Fact]
    public void What_was_not_said_of_an_ad_or_a_chapter_is_left_out_and_what_was_not_said_of_the_session_is_null()
    {
        var ad = new AdSummary { Id = "a", StartTs = T, Playhead = 0, EndTs = T, Outcome = PlayOutcome.Cut };
        var chapter = new ChapterSummary { Index = 1, StartTs = T, EndTs = T, Outcome = PlayOutcome.Cut };

        var rows = Rows(Of(Totals([ad], [chapter]), """{"params":{"media.id":"m","media.channel":null}}"""));

        string[] common = ["cursor", "kind", "sessionId", "seq", "ts", "at", "mediaId", "mediaName", "channel", "playerName", "contentType", "streamType"];
        Assert.Equal([.. common, "inBreak", "id", "startTs", "playhead"], rows[1].AsObject().Select(static member => member.Key));
        Assert.Equal([.. common, "inBreak", "id", "startTs", "playhead", "endTs", "timePlayed", "outcome"], rows[2].AsObject().Select(static member => member.Key));
        Assert.Equal([.. common, "index", "startTs", "endTs", "timePlayed", "outcome"], rows[3].AsObject().Select(static member => member.Key));
        Assert.Equal(["m", null, null, null, null, null], common[6..].Select(name => (string?)rows[0][name]));
    }

    [Fact]
    public void Rows_are_in_the_order_of_their_time_and_a_start_comes_before_its_end()
    {
        AdSummary[] ads = [AdOf("first", 0, 10), AdOf("second", 10, 30), AdOf("instant", 30, 30), AdOf("backwards", 40, 5)];
        ChapterSummary[] chapters = [ChapterOf(1, 0, 10), ChapterOf(2, 10, 90)];

        var rows = Rows(Of(Totals(ads, chapters) with { AdBreaks = [Break] }));

        Assert.Equal(
            ["sessionStart", "adStart first", "adEnd first", "adStart second", "chapterEnd 1", "adEnd second", "adStart instant", "adEnd instant", "adStart backwards", "adEnd backwards", "chapterEnd 2", "sessionEnd"],
            rows.Select(static row => $"{row["kind"]} {row["id"] ?? row["index"]}".TrimEnd()));
        Assert.Equal(Enumerable.Range(0, rows.Length), rows.Select(static row => (int)row["seq"]!));
        Assert.Equal(T + 5_000, (long)rows[9]["ts"]!);
    }

    [Fact]
    public void Where_the_clock_was_set_back_rows_stay_in_the_order_of_the_events_and_ts_is_as_sent()
    {
        AdSummary[] ads =
        [
            AdOf("first", 3_600, 3_610), AdOf("open then", 3_620, 30) with { EndShiftMs = 3_600_000 },
            AdOf("after it", 30, 50) with { StartShiftMs = 3_600_000, EndShiftMs = 3_600_000 },
        ];
        ChapterSummary[] chapters = [ChapterOf(1, 3_605, 3_615), ChapterOf(2, 3_615, 40) with { EndShiftMs = 3_600_000 }];

        var rows = Rows(Of(Totals(ads, chapters) with { AdBreaks = [Break] }))[1..^1];

        Assert.Equal(
            ["adStart first 3600", "adEnd first 3610", "chapterEnd 1 3615", "adStart open then 3620", "adEnd open then 30", "adStart after it 30", "chapterEnd 2 40", "adEnd after it 50"],
            rows.Select(static row => $"{row["kind"]} {row["id"] ?? row["index"]} {((long)row["ts"]! - T) / 1_000}"));
    }

    [Fact]
    public void An_ad_has_the_name_and_offset_of_its_own_break_whatever_index_and_time_that_has()
    {
        AdBreakSummary[] breaks = [BreakOf("one", 0), BreakOf("two", 50), BreakOf("three", 100)];
        AdSummary[] ads =
        [
            AdOf("a", 60, 61), AdOf("b", 0, 1) with { BreakItem = 1 }, AdOf("c", 100, 101) with { BreakItem = 2, BreakName = "its own" },
            AdOf("outside", 102, 103) with { InBreak = false, BreakItem = null, BreakIndex = null }, AdOf("not listed", 104, 105) with { BreakItem = null, BreakIndex = null },
        ];

        var starts = Rows(Of(Totals(ads, []) with { AdBreaks = breaks })).Where(static row => (string?)row["kind"] == "adStart").OrderBy(static row => (string?)row["id"], StringComparer.Ordinal);

        Assert.Equal(
            [(true, 0, "one", 0), (true, 1, "two", 50), (true, 2, "its own", 100), (true, null, null, null), (false, null, null, null)],
            starts.Select(static row => ((bool)row["inBreak"]!, (int?)row["breakItem"], (string?)row["breakName"], (int?)row["breakOffset"])));
    }

    [Fact]
    public void An_ad_or_a_chapter_that_has_no_end_is_in_the_remainder()
    {
        var ad = new AdSummary { Id = "a", StartTs = T, Playhead = 0, TimePlayedMs = 4_000 };
        var chapter = new ChapterSummary { Index = 1, StartTs = T };

        var rows = Rows(Of(Totals([ad], [chapter])));

        Assert.Equal(["sessionStart", "adStart", "sessionEnd", "remainder"], rows.Select(static row => (string?)row["kind"]));
        Assert.Equal((0, 4m, 1), ((int)rows[3]["adCount"]!, (decimal)rows[3]["adTimeSpent"]!, (int)rows[3]["chapterCount"]!));
    }

    [Fact]
    public void A_time_that_no_calendar_has_is_null()
    {
        var rows = Rows(Of(Totals([new() { Id = "a", StartTs = long.MinValue, Playhead = 0, EndTs = long.MaxValue, Outcome = PlayOutcome.Cut }], [])));

        Assert.Equal([null, null], rows[1..3].Select(static row => (string?)row["at"]));
        Assert.Equal([long.MinValue, long.MaxValue], rows[1..3].Select(static row => (long)row["ts"]!));
    }

    [Fact]
    public void Texts_that_every_row_repeats_are_cut()
    {
        var row = Rows(Of(Totals([], []), $$$"""{"params":{"media.name":"{{{new string('x', 60_000)}}}"}}"""))[1];

        Assert.Equal(new string('x', 256), (string?)row["mediaName"]);
    }

    private static AdSummary AdOf(string id, int from, int to) =>
        new() { InBreak = true, BreakItem = 0, BreakIndex = 1, Id = id, StartTs = T + (from * 1_000L), Playhead = 0, EndTs = T + (to * 1_000L), Outcome = PlayOutcome.Completed };

    private static ChapterSummary ChapterOf(int index, int from, int to) =>
        new() { Index = index, StartTs = T + (from * 1_000L), EndTs = T + (to * 1_000L), Outcome = PlayOutcome.Completed };

    private static AdBreakSummary BreakOf(string name, int from) => new() { Index = 1, Name = name, Offset = from, StartTs = T + (from * 1_000L), EndTs = T + (from * 1_000L) + 10_000 };
}
