using SessionGrains.Exports;

namespace SessionGrains.Api.Tests;

/// <summary>Erasing a viewer, as an operator does and as the viewer's players notice.</summary>
public sealed class PrivacyTests : IAsyncDisposable
{
    private const string Erase = "/api/v1/privacy/erase";
    private const string Ecid = "12345678901234567890123456789012345678";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-privacy-").FullName;
    private readonly Server _server;

    public PrivacyTests() => _server = new Server().FromEverywhere()
        .With("Storage:Provider", "Sqlite").With("Storage:Sqlite:Path", Database)
        .With("Exports:lines:Kind", "File").With("Exports:lines:Path", Path.Combine(_folder, "lines")).With("Exports:lines:Window", "00:00:01");

    private string Database => Path.Combine(_folder, "sessions.db");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("visitorId", "analytics.visitorId", "viewer-erased-4711")]
    [InlineData("visitorId", "analytics.visitorId", "Zoë \"😀\\ \u0001 שלום")]
    [InlineData("visitorId", "visitor.marketingCloudUserId", Ecid)]
    [InlineData("ecid", "visitor.marketingCloudUserId", Ecid)]
    [InlineData("ecid", "analytics.visitorId", Ecid)]
    public async Task Open_and_closed_sessions_and_reports_of_a_viewer_are_gone_and_no_others(string member, string param, string viewer)
    {
        using var client = _server.Ask();
        var open = await client.OpenSession((param, viewer));
        var written = await client.OpenSession((param, viewer));
        for (var i = 1; i <= 30; i++)
            await Accept(client.Send(written, Sample.Event("ping", i * 1000, i)));
        await Accept(client.PostAsync("/api/v1/downloaded", Sample.Json(Downloaded((param, viewer), "film"))));
        var other = await client.OpenSession((param, Other(viewer)));
        await Accept(client.PostAsync("/api/v1/downloaded", Sample.Json(Downloaded((param, Other(viewer)), "other"))));
        await Deadline.UntilAsync(async () => (await Reports(client)).Length == 2);

        var receipt = await EraseAndWait(client, member, viewer);

        Assert.Equal((2, 1, 1, 0), ((int)receipt["openSessions"]!, (int)receipt["closedSessions"]!, (int)receipt["reports"]!, (int)receipt["unreadable"]!));
        Assert.DoesNotContain(viewer, receipt.ToJsonString(), StringComparison.Ordinal);
        foreach (var gone in (string[])[open, written])
        {
            using var read = await client.GetAsync(gone);
            using var ping = await client.Send(gone, Sample.Event("ping", 60_000, 60));
            Assert.Equal((404, 404), ((int)read.StatusCode, (int)ping.StatusCode));
        }

        await Accept(client.Send(other, Sample.Event("ping", 1000, 1)));
        Assert.Equal("other", (string?)Assert.Single(await Reports(client))["report"]!["params"]!["media.id"]);
        Assert.Empty(JsonNode.Parse(await client.GetStringAsync($"/api/v1/sessions?visitorId={Uri.EscapeDataString(viewer)}"))!["sessions"]!.AsArray());
    }

    [Fact]
    public async Task The_files_of_the_database_have_the_id_before_and_not_after()
    {
        const string Viewer = "viewer-in-the-file-0815";
        using var client = _server.Ask();
        var sessions = new List<string>();
        for (var i = 0; i < 40; i++)
            sessions.Add(await client.OpenSession(("analytics.visitorId", i % 4 == 0 ? Viewer : $"viewer-{i}"), ("media.name", new string('n', 50 * i))));
        for (var round = 1; round <= 30; round++)
            await Task.WhenAll(sessions.Select((session, i) => Accept(client.Send(session, Sample.Event(round % 2 == 0 ? "pauseStart" : "play", round * 1000, round)))));
        foreach (var session in sessions.Where(static (_, i) => i % 8 == 0))
            await Accept(client.Send(session, Sample.Event("sessionEnd", 40_000, 31)));
        await Deadline.UntilAsync(async () => (await Reports(client)).Length == 5);
        Assert.NotEmpty(FilesWith(Viewer));

        var receipt = await EraseAndWait(client, "visitorId", Viewer);

        Assert.Equal((10, 5), ((int)receipt["openSessions"]! + (int)receipt["closedSessions"]!, (int)receipt["reports"]!));
        Assert.Empty(FilesWith(Viewer));
        Assert.Equal("done", (string?)receipt["sinks"]![0]!["state"]);
        Assert.Equal(10, Directory.GetFiles(Path.Combine(_folder, "lines", "erased")).Sum(static file => File.ReadAllLines(file).Length));
    }

    [Fact]
    public async Task Nothing_comes_back_of_a_viewer_who_watches_meanwhile()
    {
        const string Viewer = "viewer-who-watches";
        using var client = _server.Ask();
        var sessions = new List<string>();
        for (var i = 0; i < 20; i++)
            sessions.Add(await client.OpenSession(("analytics.visitorId", Viewer)));
        using var stop = new CancellationTokenSource();
        var answers = new System.Collections.Concurrent.ConcurrentBag<int>();
        var watching = sessions.Select(session => Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                using var answer = await client.Send(session, Sample.Event("ping", i * 1000, i));
                answers.Add((int)answer.StatusCode);
            }
        })).ToArray();
        await Deadline.UntilAsync(() => answers.Count > 100);

        var receipt = await EraseAndWait(client, "visitorId", Viewer);
        await Task.Delay(500);
        await stop.CancelAsync();
        await Task.WhenAll(watching);

        Assert.Equal(20, (int)receipt["openSessions"]!);
        Assert.All(answers, static status => Assert.True(status is 204 or 404 or 503, $"{status}"));
        foreach (var session in sessions)
        {
            using var answer = await client.Send(session, Sample.Event("ping", 900_000, 900));
            Assert.Equal(404, (int)answer.StatusCode);
        }

        Assert.Empty(await Reports(client));
        Assert.Empty(FilesWith(Viewer));
        var again = await EraseAndWait(client, "visitorId", Viewer);
        Assert.Equal((0, 0, 0), ((int)again["openSessions"]!, (int)again["closedSessions"]!, (int)again["reports"]!));
    }

    [Fact]
    public async Task An_erasure_waits_for_a_sink_that_is_paused()
    {
        const string Viewer = "viewer-of-a-paused-sink";
        using var client = _server.Ask();
        await Accept(client.PostAsync("/api/v1/exports/lines/pause", null));
        await Accept(client.PostAsync("/api/v1/downloaded", Sample.Json(Downloaded(("analytics.visitorId", Viewer), "film"))));

        var (location, _) = await Request(client, "visitorId", Viewer);
        JsonNode? receipt = null;
        await Deadline.UntilAsync(async () => (string?)(receipt = await client.Read(location))["sinks"]![0]!["reason"] is not null);
        Assert.Equal(("sinks", "waiting"), ((string?)receipt!["state"], (string?)receipt["sinks"]![0]!["state"]));
        Assert.Contains("paused", (string?)receipt["sinks"]![0]!["reason"], StringComparison.Ordinal);
        Assert.Empty(FilesWith(Viewer));

        await Accept(client.PostAsync("/api/v1/exports/lines/resume", null));
        await Deadline.UntilAsync(async () => (string?)(await client.Read(location))["state"] == "done");
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "lines", "erased")));
    }

    [Fact]
    public async Task A_store_in_memory_says_that_it_cannot_erase()
    {
        await using var server = new Server().With("Storage:Provider", "Memory");
        using var client = server.Ask();
        using var answer = await client.PostAsync(Erase, Sample.Json("""{"visitorId":"a"}"""));

        await answer.AssertProblem(409);
    }

    /// <summary>Much the same, but without the text.</summary>
    private static string Other(string viewer) => viewer[..^1] + "#";

    private static string Downloaded((string Param, string Value) viewer, string mediaId)
    {
        var batch = JsonNode.Parse(Sample.Downloaded(null, mediaId))!;
        batch[0]!["params"]![viewer.Param] = viewer.Value;
        return batch.ToJsonString();
    }

    private static async Task<JsonNode> EraseAndWait(HttpClient client, string member, string viewer)
    {
        var (location, accepted) = await Request(client, member, viewer);
        var receipt = accepted;
        await Deadline.UntilAsync(async () => (string?)(receipt = await client.Read(location))["state"] == "done", () => receipt.ToJsonString());
        Assert.NotNull(receipt["completedAt"]);
        Assert.Null(receipt["files"]);
        return receipt;
    }

    private static async Task<(string Location, JsonNode Receipt)> Request(HttpClient client, string member, string viewer)
    {
        using var answer = await client.PostAsync(Erase, Sample.Json(new JsonObject { [member] = viewer }.ToJsonString()));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (answer.Headers.Location!.OriginalString, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static async Task Accept(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<JsonNode[]> Reports(HttpClient client) =>
        [.. (await client.GetStringAsync("/api/v1/reports?limit=1000")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];

    private string[] FilesWith(string text) => RawFiles.With(text, _folder, "sessions.db*");
}
