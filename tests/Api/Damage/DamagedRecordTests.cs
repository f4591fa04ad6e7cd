using Orleans;
using SessionGrains.Quarantine;

namespace SessionGrains.Api.Tests;

/// <summary>A stored record that cannot be read hurts its own session alone.</summary>
public sealed class DamagedRecordTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 28, 12, 0, 5, TimeSpan.Zero));
    private readonly LoggedLines _log = new();
    private DamagedStore _store = null!;
    private Server _server = null!;
    private HttpClient _client = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public void Dispose() => _log.Dispose();

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    [Theory]
    [OnStore("Sqlite")]
    [OnStore("Redis")]
    public async Task An_unreadable_session_is_503_to_its_player_and_readers_and_nothing_else_notices_until_an_operator_purges_it(string store)
    {
        await Start(store);
        var good = await OpenAndPlay();
        var damaged = new List<(string Session, string Kind, string Damage)>();
        foreach (var kind in (string[])["start", "progress"])
        {
            var other = await _store.AnyRecord(kind == "start" ? "progress" : "start");
            foreach (var (damage, change) in Damages.All(other))
            {
                var session = await OpenAndPlay();
                await PutAway();
                await _store.ChangeRecord(Sid(session), kind, change);
                damaged.Add((session, kind, damage));
            }
        }

        await PutAway();
        foreach (var (session, kind, damage) in damaged)
        {
            var told = $"{kind}, {damage}";
            using var sent = await _client.Send(session, Sample.Event("ping", 9_000));
            using var read = await _client.GetAsync(session);
            using var story = await _client.GetAsync(session + "?journal=true");
            using var stream = await _client.GetAsync(session + "/stream");
            Assert.All((HttpResponseMessage[])[sent, read, story, stream], answer => Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{told}: {answer.StatusCode}"));
            await sent.AssertProblem(503);
            sent.AssertCors();
            Assert.Equal("60", sent.Header("Retry-After"));
            Assert.Contains("/api/v1/quarantine", await read.Content.ReadAsStringAsync());
        }

        await AssertAllElseGoesOn(good);
        var found = JsonNode.Parse(await _client.GetStringAsync("/api/v1/sessions?limit=200"))!;
        Assert.Equal([Sid(good)], found["sessions"]!.AsArray().Select(static one => (string?)one!["sessionId"]));
        Assert.False((bool)found["incomplete"]!);

        var listed = (await Quarantine())["records"]!.AsArray();
        Assert.Equal(
            damaged.Select(static one => (Sid(one.Session), one.Kind)).Order(), listed.Select(static one => ((string)one!["sessionId"]!, (string)one["kind"]!)).Order());
        Assert.All(listed, static one => Assert.Contains((string?)one!["reason"], (string[])["damaged", "too-large"]));
        var quarantine = _server.Services.GetRequiredService<RecordQuarantine>();
        Assert.Equal((damaged.Count / 2, damaged.Count / 2), (quarantine.CountMet(RecordKind.Start), quarantine.CountMet(RecordKind.Progress)));
        var lines = _log.Lines.Where(static line => line.Contains("cannot be read", StringComparison.Ordinal)).ToArray();
        Assert.Equal(damaged.Count, lines.Length);
        Assert.All(listed, one => Assert.Single(lines, line => line.Contains((string)one!["keyHash"]!, StringComparison.Ordinal)));
        Assert.All(damaged, one => Assert.DoesNotContain(_log.Lines, line => line.Contains(Sid(one.Session), StringComparison.Ordinal)));

        foreach (var (session, _, _) in damaged)
        {
            using var purged = await _client.DeleteAsync($"/api/v1/quarantine/{Sid(session)}");
            using var again = await _client.DeleteAsync($"/api/v1/quarantine/{Sid(session)}");
            using var sent = await _client.Send(session, Sample.Event("ping", 9_000));
            using var read = await _client.GetAsync(session);
            Assert.Equal((204, 404, 404, 404), ((int)purged.StatusCode, (int)again.StatusCode, (int)sent.StatusCode, (int)read.StatusCode));
        }

        Assert.Empty((await Quarantine())["records"]!.AsArray());
        using var spared = await _client.DeleteAsync($"/api/v1/quarantine/{Sid(good)}");
        await spared.AssertProblem(404);
        await AssertAllElseGoesOn(good);
        Assert.Equal(1, await _store.Deadlines());
    }

    [Theory]
    [OnStore("Sqlite")]
    [OnStore("Redis")]
    public async Task The_feed_has_a_line_for_every_report_that_cannot_be_read_and_goes_on(string store)
    {
        await Start(store);
        var sessions = new List<string>();
        var damages = Damages.All(new byte[40]).ToArray();
        for (var number = 0; number <= damages.Length; number++)
            sessions.Add(Sid(await Close($"title {number}")));
        for (var number = 0; number < damages.Length; number++)
            await _store.ChangeReport(sessions[number], damages[number].Change);

        var lines = await Reports("");
        var paged = new List<JsonNode>();
        for (var after = ""; await Reports($"?limit=1&after={after}") is [var line]; after = (string)line["cursor"]!)
            paged.Add(line);

        Assert.Equal(lines.Select(static line => line.ToJsonString()), paged.Select(static line => line.ToJsonString()));
        Assert.Equal(sessions, lines.Select(static line => (string?)(line["sessionId"] ?? line["report"]?["sessionId"])));
        Assert.All(lines[..^1], static line => Assert.True(line["report"] is null && (string?)line["error"] is "damaged" or "too-large"));
        Assert.NotNull(lines[^1]["report"]);
        Assert.Equal(damages.Length, (await Quarantine())["records"]!.AsArray().Count(static one => (string?)one!["kind"] == "report"));

        // Its session is as it was, and purging closes the matter only.
        using var purged = await _client.DeleteAsync($"/api/v1/quarantine/{sessions[0]}");
        using var read = await _client.GetAsync($"/api/v1/sessions/{sessions[0]}");
        Assert.Equal((204, 200), ((int)purged.StatusCode, (int)read.StatusCode));
        await AssertReady();
    }

    [Fact]
    public async Task Entries_of_a_stream_that_lack_their_fields_or_have_others_are_lines_too()
    {
        if (RedisProcess.Missing is not null)
            return;

        await Start("Redis");
        var redis = (RedisDamage)_store;
        var first = Sid(await Close("first"));
        await redis.Database.StreamAddAsync(RedisDamage.Reports, "x", "y");
        await redis.Database.StreamAddAsync(RedisDamage.Reports, "s", first);
        await redis.Database.StreamAddAsync(RedisDamage.Reports, [new("b", "abc"), new("s", new byte[] { 0xff, 0 })]);
        await redis.Database.StreamAddAsync(RedisDamage.Reports, [new("s", new string('s', 5_000)), new("b", new byte[5 << 20])]);
        var last = Sid(await Close("last"));

        var lines = await Reports("");

        Assert.Equal(
            [null, "damaged", "damaged", "damaged", "too-large", null], lines.Select(static line => (string?)line["error"]));
        Assert.Equal((first, last), ((string?)lines[0]["report"]!["sessionId"], (string?)lines[5]["report"]!["sessionId"]));
        Assert.Equal([null, first, null, null], lines[1..5].Select(static line => (string?)line["sessionId"]));
        Assert.Equal(lines[3..].Select(static line => line.ToJsonString()), (await Reports($"?after={lines[2]["cursor"]}")).Select(static line => line.ToJsonString()));
    }

    [Theory]
    [OnStore("Sqlite")]
    [OnStore("Redis")]
    public async Task The_sweep_closes_the_others_and_looks_at_an_unreadable_session_once_an_hour(string store)
    {
        await Start(store);
        var (good, bad) = (await OpenAndPlay(), await OpenAndPlay());
        await PutAway();
        await _store.ChangeRecord(Sid(bad), "progress", static _ => [1, 2, 3]);
        await _store.AddDeadlines([0xff, 0xfe], [], [1]);
        if (_store is SqliteDamage sqlite)
            sqlite.Execute($"UPDATE deadlines SET sweep_at = 'tomorrow' WHERE session = x'{Sid(good)}'");

        // As with the death of a silo: no wheel knows of them.
        await Restart();
        await Pass(TimeSpan.FromMinutes(11), async () => (await Reports("")).Length == 1);

        Assert.Equal("idle", (string?)(await Reports(""))[0]["report"]!["closedBy"]);
        await Pass(TimeSpan.FromMinutes(1), async () => await _store.Deadlines() == 1 && (await Quarantine())["records"]!.AsArray().Any(one => (string?)one!["sessionId"] == Sid(bad)));
        Assert.Contains((await Quarantine())["records"]!.AsArray(), static one => (string?)one!["kind"] == "deadline" && one["sessionId"] is null);
        await AssertReady();
        Assert.Single(_log.Lines, static line => line.Contains("cannot be read: progress", StringComparison.Ordinal));
    }

    [Theory]
    [OnStore("Sqlite")]
    [OnStore("Redis")]
    public async Task A_session_in_memory_whose_start_is_damaged_cannot_be_closed_and_the_others_can(string store)
    {
        await Start(store);
        var (bad, good) = (await OpenAndPlay(), await OpenAndPlay());
        await _store.ChangeRecord(Sid(bad), "start", static bytes => bytes[..^9]);
        using (var sent = await _client.Send(bad, Sample.Event("ping", 5_000)))
            Assert.Equal(204, (int)sent.StatusCode);
        foreach (var session in (string[])[bad, good])
            (await _client.Send(session, Sample.Event("sessionEnd", 9_000))).Dispose();

        await Pass(TimeSpan.FromSeconds(20), async () => (await Reports("")).Length == 1);

        Assert.Equal(Sid(good), (string?)(await Reports(""))[0]["report"]!["sessionId"]);
        using var read = await _client.GetAsync(bad);
        Assert.Equal(503, (int)read.StatusCode);
        await AssertReady();
        using var purged = await _client.DeleteAsync($"/api/v1/quarantine/{Sid(bad)}");
        using var gone = await _client.GetAsync(bad);
        Assert.Equal((204, 404), ((int)purged.StatusCode, (int)gone.StatusCode));
    }

    [Theory]
    [OnStore("Sqlite")]
    [OnStore("Redis")]
    public async Task Minutes_of_the_live_counts_that_cannot_be_read_are_missing_and_the_others_are_there(string store)
    {
        await Start(store);
        await _client.OpenSession();
        await Pass(TimeSpan.FromMinutes(4), async () => await MinutesStored() >= 3);
        var before = (await Minutes()).Select(static one => one["at"]!.ToJsonString()).ToArray();
        await StopServer();
        var damages = Damages.All(new byte[60]).ToArray();
        var next = 0;
        var lost = await _store.ChangeMinutes(bytes => damages[next++ % damages.Length].Change(bytes));
        Assert.InRange(lost, 2, 100);

        await StartServer();
        await Pass(TimeSpan.FromSeconds(30), async () => (await Minutes()).Any(one => one["at"]!.ToJsonString() == before[0]));

        Assert.DoesNotContain(await Minutes(), one => one["at"]!.ToJsonString() == before[1]);
        await Pass(TimeSpan.FromSeconds(30), async () => (await Quarantine())["records"]!.AsArray().Count(static one => (string?)one!["kind"] == "live-minute") >= lost - 1);
        await AssertReady();
    }

    private static string Sid(string session) => session[^64..];

    private async Task Start(string store)
    {
        _store = await DamagedStore.Open(store);
        await StartServer();
    }

    private async Task StartServer()
    {
        _server = new Server().With(services => services.AddSingleton<TimeProvider>(_time).AddSingleton<ILoggerProvider>(_log));
        foreach (var (key, value) in _store.Settings)
            _server.With(key, value);
        _client = _server.Ask();
        await AssertReady();
    }

    private async Task StopServer()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task Restart()
    {
        await StopServer();
        await StartServer();
    }

    private async Task<string> OpenAndPlay()
    {
        var session = await _client.OpenSession();
        using var played = await _client.Send(session, Sample.Event("play"));
        Assert.Equal(204, (int)played.StatusCode);
        return session;
    }

    private async Task<string> Close(string mediaId)
    {
        using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null, mediaId)));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Has all sessions leave the memory.</summary>
    private async Task PutAway()
    {
        var management = _server.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        await Until(async () =>
        {
            // One that has just answered may still count as at work: then once more.
            await management.ForceActivationCollection(TimeSpan.Zero);
            return (await management.GetDetailedGrainStatistics()).All(static one => one.GrainId.Type.ToString() != "session");
        });
    }

    private async Task<int> MinutesStored() => (await Minutes()).Length;

    private async Task<JsonNode[]> Minutes() =>
        [.. JsonNode.Parse(await _client.GetStringAsync("/api/v1/live/history"))!["points"]!.AsArray().Select(static one => one!)];

    private async Task<JsonNode> Quarantine() => JsonNode.Parse(await _client.GetStringAsync("/api/v1/quarantine"))!;

    private async Task<JsonNode[]> Reports(string query) =>
        [.. (await _client.GetStringAsync("/api/v1/reports" + query)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];

    private async Task AssertAllElseGoesOn(string good)
    {
        using var sent = await _client.Send(good, Sample.Event("ping", 5_000));
        using var read = await _client.GetAsync(good);
        using var live = await _client.GetAsync("/api/v1/live");
        Assert.Equal((204, 200, 200), ((int)sent.StatusCode, (int)read.StatusCode, (int)live.StatusCode));
        await AssertReady();
    }

    /// <summary>A clock that jumps by seconds may end a write that takes milliseconds: the store refuses then, until the next one succeeds.</summary>
    private Task AssertReady() => Pass(TimeSpan.Zero, async () =>
    {
        using var ready = await _client.GetAsync("/health/ready");
        return (int)ready.StatusCode == 200;
    });

    /// <summary>Lets at least so much time pass, and then more until it is so; fails after two minutes of real time.</summary>
    private async Task Pass(TimeSpan span, Func<Task<bool>> isSo)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Until(async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return await isSo();
        });
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
            await look.WaitForNextTickAsync(patience.Token);
    }
}
