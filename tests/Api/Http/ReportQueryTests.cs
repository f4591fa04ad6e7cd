namespace SessionGrains.Api.Tests;

public sealed class ReportQueryTests(Server server) : IClassFixture<Server>
{
    [Theory]
    [InlineData("after=yesterday", "cursor")]
    [InlineData("after=1&after=2", "after is given twice.")]
    [InlineData("after=99999999", "no cursor that this report log gave out")]
    [InlineData("after=0", "no cursor that this report log gave out")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit is given twice.")]
    [InlineData("limit=", "limit")]
    [InlineData("aftr=5", "There is no filter aftr: use after, limit, rows, wait.")]
    [InlineData("rows=1", "rows must be true or false.")]
    [InlineData("rows=", "rows must be true or false.")]
    [InlineData("rows=TRUE", "rows must be true or false.")]
    [InlineData("rows=%20true", "rows must be true or false.")]
    [InlineData("rows=true&rows=true", "rows is given twice.")]
    [InlineData("wait=31", "wait")]
    [InlineData("wait=-1", "wait")]
    [InlineData("wait=1.5", "wait")]
    public async Task A_wrong_query_is_400_and_says_what_is_wrong(string query, string hint)
    {
        using var client = server.Ask();
        using var answer = await client.GetAsync("/api/v1/reports?" + query);

        await answer.AssertProblem(400);
        Assert.Contains(hint, await answer.Content.ReadAsStringAsync());
    }
}
