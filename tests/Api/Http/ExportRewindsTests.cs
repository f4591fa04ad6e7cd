namespace SessionGrains.Api.Tests;

/// <summary>An operator has sessions leave again.</summary>
public sealed class ExportRewindsTests : IAsyncDisposable
{
    private const string Path = "/api/v1/exports/hook/rewind";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-rewinds-").FullName;
    private readonly Server _server;

    public ExportRewindsTests() => _server = new Server()
        .With("Storage:Provider", "Sqlite").With("Storage:Sqlite:Path", System.IO.Path.Combine(_folder, "sessions.db"))
        .With("Exports:lines:Kind", "File").With("Exports:lines:Path", System.IO.Path.Combine(_folder, "lines")).With("Exports:lines:Window", "00:00:01")
        .With("Exports:hook:Kind", "Webhook").With("Exports:hook:Url", "http://127.0.0.1:1/").With("Exports:hook:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_place_to_go_back_to_that_is_none_is_refused()
    {
        using var client = _server.Ask();
        string[] wrong =
        [
            "", "null", "[]", "{}", """{"cursor":1200}""", """{"cursor":""}""", """{"cursor":"1","beginning":true}""", """{"cursor":"1","cursor":"2"}""", """{"beginning":false}""", """{"beginning":"true"}""",
            """{"time":"2026-11-29T13:00:00"}""", """{"time":"2026-13-29T13:00:00Z"}""", """{"time":1795957200}""", """{"time":"yesterday"}""", """{"cursor":"\ud800"}""", """{"beginning":true} {}""",
            """{"time":"2999-01-01T00:00:00Z"}""", """{"cursor":"first"}""", """{"cursor":"999999"}""",
        ];
        foreach (var body in wrong)
        {
            using var answer = await client.PostAsync(Path, Sample.Json(body));

            Assert.True((int)answer.StatusCode == 400, $"{body}: {(int)answer.StatusCode}");
            await answer.AssertProblem(400);
            Assert.Contains("Not a place to go back to", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_that_goes_back_to_the_beginning_has_each_session_once_again()
    {
        using var client = _server.Ask();
        for (var i = 0; i < 3; i++)
            (await client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null, $"movie-{i}")))).Dispose();
        await UntilThereAsync();
        var before = Sessions();
        using var paused = await client.PostAsync("/api/v1/exports/lines/pause", null);

        using var answer = await client.PostAsync("/api/v1/exports/lines/rewind", Sample.Json("""{"beginning":true}"""));
        Assert.Equal(0, (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["sessions"]!);
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(_folder, "lines", "manifests")));
        await UntilThereAsync();

        Assert.Equal(3, before.Length);
        Assert.Equal(before, Sessions());

        string[] Sessions() =>
            [.. Directory.GetFiles(System.IO.Path.Combine(_folder, "lines", "sessions"), "*", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Select(static line => (string)JsonNode.Parse(line)!["session_id"]!).Order(StringComparer.Ordinal)];

        Task UntilThereAsync() => Deadline.UntilAsync(async () =>
        {
            // Which looks at once.
            using var resumed = await client.PostAsync("/api/v1/exports/lines/resume", null);
            return (long)JsonNode.Parse(await resumed.Content.ReadAsStringAsync())!["sessions"]! == 3;
        });
    }

    [Fact]
    public async Task A_rewind_and_a_resend_answer_with_how_the_sink_fares()
    {
        using var client = _server.Ask();
        foreach (var body in (string[])["""{"beginning":true}""", """{"time":"2026-01-01T00:00:00+01:00"}"""])
        {
            using var answer = await client.PostAsync(Path, Sample.Json(body));
            Assert.Equal(200, (int)answer.StatusCode);
            var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal(("hook", 0L, false, null), ((string?)status["name"], (long)status["sessions"]!, (bool)status["rewinding"]!, (string?)status["note"]));
        }

        using var resent = await client.PostAsync("/api/v1/exports/hook/resend", null);
        var after = JsonNode.Parse(await resent.Content.ReadAsStringAsync())!;
        Assert.Equal((0, null, false), ((int)after["deadLetters"]!, (string?)after["deadLetterReason"], (bool)after["resending"]!));
        using var nobody = await client.PostAsync("/api/v1/exports/nobody/resend", null);
        await nobody.AssertProblem(404);
        using var unknown = await client.PostAsync("/api/v1/exports/nobody/rewind", Sample.Json("""{"beginning":true}"""));
        await unknown.AssertProblem(404);
    }
}
