namespace SessionGrains.Api.Tests;

/// <summary>The published timelines over HTTP give what is derived from them.</summary>
public sealed class TimelineReplay(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_first_timeline_gives_its_metrics()
    {
        var session = await Open();
        foreach (var body in Timeline.First.Bodies[1..])
            await Accept(session, body);

        var read = await _client.Read(session);
        Timeline.First.Fits(read["metrics"]!);
        Assert.Equal("open", (string?)read["status"]);
        Assert.Equal((27, 0, 0), Counts(read));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task The_first_timeline_shuffled_within_the_window_and_sent_twice_gives_the_same_metrics(int seed)
    {
        var session = await Open();
        foreach (var body in Shuffled(Timeline.First.Bodies[1..], seed))
        {
            await Accept(session, body);
            await Accept(session, body);
        }

        var read = await _client.Read(session);
        Timeline.First.Fits(read["metrics"]!);
        Assert.Equal((53, 26, 0), Counts(read));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task The_first_timeline_shuffled_and_sent_by_three_at_once_and_twice_gives_the_same_metrics(int seed)
    {
        var session = await Open();
        foreach (var atOnce in Shuffled(Timeline.First.Bodies[1..], seed).Chunk(3))
            await Task.WhenAll(atOnce.Concat(atOnce).Select(body => Accept(session, body)));

        var read = await _client.Read(session);
        Timeline.First.Fits(read["metrics"]!);
        Assert.Equal((53, 26, 0), Counts(read));
    }

    [Theory]
    [InlineData("/api/v1/downloaded", null)]
    [InlineData("/api/v1/sessions", true)]
    public async Task The_downloaded_example_gives_its_metrics(string path, bool? flag)
    {
        var timeline = Timeline.Downloaded(flag);
        using var answer = await _client.PostAsync(path, Sample.Json($"[{string.Join(',', timeline.Bodies)}]"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var read = await _client.Read(answer.Headers.Location!.OriginalString);
        timeline.Fits(read["metrics"]!);
        Assert.Equal(("closed", "downloaded"), ((string?)read["status"], (string?)read["closedBy"]));
    }

    private static (int Received, int Duplicates, int Late) Counts(System.Text.Json.Nodes.JsonNode read) =>
        ((int)read["events"]!["received"]!, (int)read["events"]!["duplicates"]!, (int)read["events"]!["late"]!);

    /// <summary>Any of the next four goes first, but whoever has been passed over for two others goes next: well within ten places.</summary>
    private static List<string> Shuffled(string[] bodies, int seed)
    {
        var random = new Random(seed);
        var left = bodies.ToList();
        var shuffled = new List<string>();
        for (var passed = 0; left.Count > 0;)
        {
            var pick = passed == 2 ? 0 : random.Next(Math.Min(4, left.Count));
            passed = pick == 0 ? 0 : passed + 1;
            shuffled.Add(left[pick]);
            left.RemoveAt(pick);
        }

        return shuffled;
    }

    private async Task<string> Open()
    {
        using var answer = await _client.PostAsync("/api/v1/sessions", Sample.Json(Timeline.First.Bodies[0]));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task Accept(string session, string body)
    {
        using var answer = await _client.Send(session, body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
