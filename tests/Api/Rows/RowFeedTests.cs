using SessionGrains.Quarantine;

namespace SessionGrains.Api.Tests;

/// <summary>Cursors of rows, over a report log of three sessions with 8, 2 and 5 rows.</summary>
public sealed class RowFeedTests : IDisposable
{
    private const string Feed = "/api/v1/reports?rows=true&limit=";

    private readonly ListedReports _reports = new([Session("1", 3), Session("2", 0), Session("3", 1, more: 1)]);
    private readonly Server _server;
    private readonly HttpClient _client;

    public RowFeedTests()
    {
        _server = new Server().With(services => services.AddSingleton<ISessions>(_reports));
        _client = _server.Ask();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Whoever_goes_on_from_a_cursor_gets_every_row_once(int limit)
    {
        var seen = new List<JsonNode>();
        for (var rows = await Rows($"{Feed}{limit}"); rows.Length > 0; rows = await Rows($"{Feed}{limit}&after={rows[^1]["cursor"]}"))
        {
            Assert.True(rows.Length == limit || seen.Count + rows.Length == 15);
            seen.AddRange(rows);
        }

        Assert.Equal([.. Enumerable.Range(0, 8), 0, 1, .. Enumerable.Range(0, 5)], seen.Select(static row => (int)row["seq"]!));
        Assert.Equal(15, seen.Select(static row => (string?)row["cursor"]).Distinct().Count());
    }

    [Fact]
    public async Task A_reader_may_change_between_rows_and_reports_at_the_end_of_a_report()
    {
        var rows = await Rows($"{Feed}8");

        var line = (await Rows($"/api/v1/reports?limit=1&after={rows[^1]["cursor"]}"))[0];
        Assert.Equal("2", (string?)line["cursor"]);
        Assert.Equal("3~0.0", (string?)(await Rows($"{Feed}1&after={line["cursor"]}"))[0]["cursor"]);
    }

    [Fact]
    public async Task A_cursor_within_a_report_is_refused_without_rows()
    {
        using var answer = await _client.GetAsync("/api/v1/reports?after=1~0.3");

        await answer.AssertProblem(400);
        Assert.Contains("after is the cursor of a row within a report: continue with rows=true.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_goes_on_after_a_report_that_was_removed_while_it_was_within_it()
    {
        _reports.Lines.RemoveAt(0);

        Assert.Equal("2~0.0", (string?)(await Rows($"{Feed}1&after=1~0.3"))[0]["cursor"]);
    }

    [Fact]
    public async Task A_report_that_became_unreadable_while_a_reader_was_within_it_has_its_line_and_the_reader_goes_on()
    {
        _reports.Lines[0] = SessionReport.Unreadable("1", SampleReport.Sid, UnreadableReason.Damaged);

        var rows = await Rows($"{Feed}2&after=1~0.3");

        Assert.Equal([("1", "damaged"), ("2~0.0", null)], rows.Select(static row => ((string?)row["cursor"], (string?)row["error"])));
    }

    [Fact]
    public async Task An_unreadable_report_has_the_same_line_with_and_without_rows()
    {
        _reports.Lines.Clear();
        _reports.Lines.AddRange([SessionReport.Unreadable("1", null, UnreadableReason.TooLarge), SampleReport.Of(SampleReport.Totals([], []), "{\"params\":{", "2"), Session("3", 0)]);

        var rows = (await _client.GetStringAsync($"{Feed}3")).Split('\n');
        var lines = (await _client.GetStringAsync("/api/v1/reports")).Split('\n');

        Assert.Equal(lines[..2], rows[..2]);
        Assert.Equal("""{"cursor":"1","error":"too-large"}""", rows[0]);
        Assert.Contains("not-presentable", rows[1], StringComparison.Ordinal);
        Assert.Contains("sessionStart", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_asks_for_no_more_reports_than_its_rows_can_need()
    {
        await Rows($"{Feed}7");

        Assert.Equal([4], _reports.Limits);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private static SessionReport Session(string cursor, int ads, int more = 0) => SampleReport.Of(
        SampleReport.Totals([.. Enumerable.Range(0, ads).Select(static at => new AdSummary { Id = $"{at}", StartTs = at, Playhead = 0, EndTs = at, Outcome = PlayOutcome.Skipped })], [], more), cursor: cursor);

    private async Task<JsonNode[]> Rows(string path) =>
        [.. (await _client.GetStringAsync(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
}
