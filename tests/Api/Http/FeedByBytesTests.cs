using SessionGrains.Sessions;
using SessionGrains.Stores;

namespace SessionGrains.Api.Tests;

/// <summary>The report feed over several reads of the log.</summary>
public sealed class FeedByBytesTests
{
    private static readonly string Id = new('a', 64);

    [Fact]
    public async Task One_request_goes_on_by_cursor_until_its_limit()
    {
        var asked = new List<(string?, int)>();
        using var server = ServerOf((after, limit) =>
        {
            asked.Add((after, limit));
            var first = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
            return [.. Enumerable.Range(first + 1, Math.Min(3, limit)).Select(static number => Line(number))];
        });

        var lines = (await server.Ask().GetStringAsync("/api/v1/reports?limit=8")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enumerable.Range(1, 8).Select(static number => $"{number}"), lines.Select(static line => (string?)JsonNode.Parse(line)!["cursor"]));
        Assert.Equal([(null, 8), ("3", 5), ("6", 2)], asked);
    }

    [Fact]
    public async Task What_fails_after_the_first_line_ends_the_answer_behind_a_whole_one()
    {
        using var server = ServerOf((after, _) => after is null ? [Line(1), Line(2)] : throw new InvalidOperationException("unforeseen"));

        using var answer = await server.Ask().GetAsync("/api/v1/reports");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(["1", "2"], (await answer.Content.ReadAsStringAsync()).Split('\n')[..^1].Select(static line => (string?)JsonNode.Parse(line)!["cursor"]));
    }

    [Fact]
    public async Task What_fails_before_the_first_line_has_a_status()
    {
        using var server = ServerOf(static (_, _) => throw new StoreUnavailableException("away"));

        using var answer = await server.Ask().GetAsync("/api/v1/reports");

        await answer.AssertProblem(503);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"params\": {\"a\": ")]
    [InlineData("\u0001")]
    public async Task A_report_that_cannot_be_told_as_json_has_an_error_and_the_next_one_is_told(string body)
    {
        using var server = ServerOf((after, _) => after is null ? [new("1", View(System.Text.Encoding.UTF8.GetBytes(body))), new("2", null!), new("3", View([0x7b, 0x22, 0xff])), Line(4)] : []);

        var lines = (await server.Ask().GetStringAsync("/api/v1/reports")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToArray();

        Assert.Equal(["not-presentable", "not-presentable", "not-presentable", "damaged"], lines.Select(static line => (string?)line["error"]));
        Assert.Equal([Id, null, Id, Id], lines.Select(static line => (string?)line["sessionId"]));
        Assert.All(lines, static line => Assert.Null(line["report"]));
    }

    private static SessionReport Line(int number) => SessionReport.Unreadable($"{number}", Id, Quarantine.UnreadableReason.Damaged);

    private static SessionView View(byte[] body) => new()
    {
        SessionId = Id,
        ClosedBy = ClosedBy.Idle,
        OpenedAtMs = 0,
        LastEventAtMs = 0,
        ClosesAtMs = null,
        ClosedAtMs = 0,
        StartTs = 0,
        EndTs = 0,
        StartBody = body,
        Qoe = new QoeValues(),
        Playback = null!,
        Events = default,
        Metrics = null!,
        Findings = [],
    };

    private static Server ServerOf(Func<string?, int, SessionReport[]> read) =>
        new Server().With(services => services.AddSingleton<ISessions>(new OnlyReports(new Reader(read))));

    private sealed class OnlyReports(IReportReader reports) : ISessions
    {
        public IReportReader Reports => reports;

        public ISessionFinder Finder => throw new NotSupportedException();

        public ISessionGrain Of(IdSpan id) => throw new NotSupportedException();
    }

    private sealed class Reader(Func<string?, int, SessionReport[]> read) : IReportReader
    {
        public Task<SessionReport[]> Read(string? after, int limit) => Task.FromResult(read(after, limit));

        public Task<SessionReport?> ReadAgain(string cursor, int stream) => throw new NotSupportedException();
    }
}
