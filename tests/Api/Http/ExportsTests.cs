using SessionGrains.Exports;

namespace SessionGrains.Api.Tests;

/// <summary>Closed sessions in a folder, seen and controlled by an operator.</summary>
public sealed class ExportsTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-exports-").FullName;
    private readonly Server _server;

    public ExportsTests() => _server = new Server()
        .With("Storage:Provider", "Sqlite").With("Storage:Sqlite:Path", Path.Combine(_folder, "sessions.db"))
        .With("Exports:lake:Kind", "parquet").With("Exports:lake:Path", Path.Combine(_folder, "lake")).With("Exports:lake:Window", "00:00:01")
        .With("Exports:lines:Kind", "File").With("Exports:lines:Path", Path.Combine(_folder, "sessions.db", "no-folder")).With("Exports:lines:Window", "00:00:01");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_sink_is_listed_with_what_is_there_and_what_went_wrong()
    {
        using var client = _server.Ask();
        await client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null)));

        // The sweep wakes exporters every 10 s; resuming does so at once.
        await Deadline.UntilAsync(async () =>
        {
            foreach (var name in new[] { "lake", "lines" })
                (await client.PostAsync($"/api/v1/exports/{name}/resume", null)).Dispose();
            return await Exports(client) is [var lake, var lines] && (long)lake["sessions"]! == 1 && lines["error"] is not null;
        });

        var all = await Exports(client);
        Assert.Equal(("lake", "parquet", "waiting", 0m), ((string?)all[0]["name"], (string?)all[0]["kind"], (string?)all[0]["state"], (decimal)all[0]["lag"]!));
        Assert.NotNull(all[0]["lastWindowAt"]);
        Assert.Equal(("lines", "failing", 0L), ((string?)all[1]["name"], (string?)all[1]["state"], (long)all[1]["sessions"]!));
        Assert.True((decimal)all[1]["lag"]! > 0);
        Assert.Equal((0, false, 1), ((int)all[0]["lagSessions"]!, (bool)all[0]["lagSessionsIsFloor"]!, (int)all[1]["lagSessions"]!));
        Assert.InRange((double)all[0]["rateOfHour"]!, 1 / 3600.0, 1 / 60.0);
        Assert.Equal(0, (double)all[1]["rateOfMinute"]!);
        Assert.Null(all[0]["lastPauseReason"]);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "lake", "manifests")));
    }

    [Fact]
    public async Task A_paused_sink_says_so_and_gets_nothing()
    {
        using var client = _server.Ask();
        using var paused = await client.PostAsync("/api/v1/exports/lake/pause", null);
        await client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null)));

        // Woken until the session has waited for longer than its window.
        var exporter = _server.Services.GetRequiredService<IGrainFactory>().GetGrain<IExporter>("lake");
        await Deadline.UntilAsync(async () =>
        {
            await exporter.Wake();
            return (decimal)(await Exports(client))[0]["lag"]! > 1.5m;
        });
        using var unknown = await client.PostAsync("/api/v1/exports/nobody/pause", null);

        Assert.Equal("paused", (string?)JsonNode.Parse(await paused.Content.ReadAsStringAsync())!["state"]);
        Assert.Equal(("paused", 0L), ((string?)(await Exports(client))[0]["state"], (long)(await Exports(client))[0]["sessions"]!));
        var status = (await Exports(client))[0];
        Assert.Equal("An operator paused it.", (string?)status["lastPauseReason"]);
        Assert.InRange((DateTimeOffset)status["lastPausedAt"]!, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddSeconds(1));
        await unknown.AssertProblem(404);
    }

    [Fact]
    public async Task Without_sinks_the_list_is_empty()
    {
        await using var server = new Server();

        Assert.Empty(await Exports(server.Ask()));
    }

    private static async Task<JsonNode[]> Exports(HttpClient client) => [.. JsonNode.Parse(await client.GetStringAsync("/api/v1/exports"))!["exports"]!.AsArray().Select(static one => one!)];
}
