namespace SessionGrains.Api.Tests;

public sealed class MistakeTableTests(Server server) : IClassFixture<Server>
{
    private const string Refresh = "REFRESH_PROTOCOL";

    [Fact]
    public async Task The_mistakes_of_the_protocol_page_are_answered_as_it_says()
    {
        using var client = server.Ask();
        var open = await client.OpenSession();
        var closed = await client.OpenSession();
        (await client.Send(closed, Sample.Event("sessionEnd"))).Dispose();
        var sessions = new Dictionary<string, string> { ["/api/v1/sessions/{sid}"] = open, ["/api/v1/sessions/{closed}"] = closed, ["{unknown}"] = new string('0', 64) };

        var wrong = new List<string>();
        foreach (var line in MistakeTable.Rows)
        {
            var row = MistakeTable.Lines[line];
            using var request = MistakeTable.Request(row, sessions);
            using var answer = await client.SendAsync(request);
            var real = MistakeTable.WithAnswer(row, answer, await answer.Content.ReadAsStringAsync());
            if (real != row)
                wrong.Add($"{row}\nis really\n{real}\n");
            MistakeTable.Lines[line] = real;
        }

        if (Environment.GetEnvironmentVariable(Refresh) == "1")
            MistakeTable.Save();

        Assert.True(MistakeTable.Rows.Count() >= 20, "The table of mistakes in docs/protocol.md was not found, or has lost rows.");
        Assert.True(wrong.Count == 0, $"docs/protocol.md is not what the server answers. Look at the difference after: {Refresh}=1 dotnet test tests/Api --filter MistakeTableTests\n{string.Join('\n', wrong)}");
    }
}
