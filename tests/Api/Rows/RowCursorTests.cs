namespace SessionGrains.Api.Tests;

/// <summary>Cursors that no feed made.</summary>
public sealed class RowCursorTests(Server server) : IClassFixture<Server>, IAsyncLifetime
{
    private readonly HttpClient _client = server.Ask();

    /// <summary>One report, which has two rows: the same session again changes nothing.</summary>
    public async Task InitializeAsync()
    {
        using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null)));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~0.0")]
    [InlineData("1~")]
    [InlineData("1~0")]
    [InlineData("1~0.")]
    [InlineData("1~.0")]
    [InlineData("1~0.0.0")]
    [InlineData("1~0.0~0.0")]
    [InlineData("1~0.-1")]
    [InlineData("1~0.%2B1")]
    [InlineData("1~0.%201")]
    [InlineData("1~0.1.5")]
    [InlineData("1~0.2")]
    [InlineData("1~0.2147483647")]
    [InlineData("1~0.99999999999999999999")]
    [InlineData("1~1.0")]
    [InlineData("1~-1.0")]
    [InlineData("1~2147483648.0")]
    [InlineData("99999999999999999999~0.0")]
    [InlineData("-1~0.0")]
    [InlineData("yesterday~0.0")]
    [InlineData("yesterday")]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("2")]
    [InlineData("99999999")]
    [InlineData("0~0.0")]
    [InlineData("01~0.0")]
    [InlineData("7~0.3")]
    [InlineData("99999999~0.1")]
    [InlineData("1~00.0")]
    [InlineData("1~0.00")]
    public async Task A_wrong_cursor_is_400(string cursor)
    {
        using var answer = await _client.GetAsync("/api/v1/reports?rows=true&after=" + cursor);

        await answer.AssertProblem(400);
        Assert.Contains("Bad cursor", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1~0.0", 1)]
    [InlineData("1~0.1", 0)]
    [InlineData("1", 0)]
    public async Task A_cursor_of_a_report_that_is_there_is_taken(string cursor, int rows) =>
        Assert.Equal(rows, (await _client.GetStringAsync("/api/v1/reports?rows=true&after=" + cursor)).Count(static letter => letter == '\n'));
}
