using System.Runtime.CompilerServices;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed partial class MetricsTests : TelemetryMachine
{
    private const string Key = "correct-horse-battery-staple";

    [Fact]
    public async Task What_players_did_can_be_collected_and_names_no_session_and_no_title()
    {
        var server = await StartServer($"--Operator:ApiKey={Key}", "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Folder}/sessions.db", "--Exports:lake:Kind=File", $"--Exports:lake:Path={Folder}/lake");
        using var player = new TrackingServer([server]);
        SteppedSession[] sessions = [await OpenAsync(player), await OpenAsync(player), await OpenAsync(player)];
        foreach (var session in sessions)
            Assert.Equal(204, await session.SendAsync("play"));

        Assert.Equal(400, await sessions[0].SendAsync("jump"));
        Assert.Equal(404, await new SteppedSession(player, new string('0', 64), startTs: 0).SendAsync());
        Assert.Equal(201, (await player.PostAsync("/api/v1/downloaded", Downloaded())).Code);

        // The exporter shows its lag when it has looked for the first time.
        Scrape metrics = null!;
        await Deadline.UntilAsync(async () => (metrics = await Scrape.Of(server, Key)).Names.Contains("sessiongrains_exports_lag_seconds"), () => metrics.Text);

        Assert.Equal(3, metrics["sessiongrains_creates_total", ("kind", "live"), ("answer", "accepted")]);
        Assert.Equal(1, metrics["sessiongrains_creates_total", ("kind", "downloaded"), ("answer", "accepted")]);
        Assert.Equal(3, metrics["sessiongrains_events_total", ("type", "play"), ("answer", "accepted")]);
        Assert.Equal(1, metrics["sessiongrains_events_total", ("type", "unread"), ("answer", "invalid")]);
        Assert.Equal(1, metrics["sessiongrains_events_total", ("type", "ping"), ("answer", "unknown-session")]);
        Assert.Equal(5, metrics["sessiongrains_events_total"]);
        Assert.InRange(metrics["sessiongrains_sessions_held"], 3, 4);
        Assert.Equal(3, metrics["sessiongrains_sessions_open"]);
        Assert.Equal(3, metrics["sessiongrains_viewers", ("state", "playing")]);
        Assert.Equal(3, metrics["sessiongrains_viewers"]);
        Assert.InRange(metrics["sessiongrains_live_keys"], 5, 10);
        Assert.Equal(1, metrics["sessiongrains_sessions_closed_total", ("by", "sessionEnd")]);
        Assert.Equal(1, metrics["sessiongrains_findings_total", ("code", "duplicate")]);

        // A record for each of 3 starts and 3 plays, two of the downloaded session; a minute of the live counts may have ended meanwhile.
        Assert.InRange(metrics["sessiongrains_store_batch_size_sum"], 8, 200);
        Assert.Equal(metrics["sessiongrains_store_batch_size_count"], metrics["sessiongrains_store_batch_duration_seconds_count"]);
        Assert.Equal(0, metrics["sessiongrains_door_inside"]);
        Assert.Equal(3, metrics["http_server_request_duration_seconds_count", ("http_route", "/api/v1/sessions"), ("http_response_status_code", "201")]);
        Assert.Equal(0, metrics["http_server_request_duration_seconds_count", ("http_route", "/api/v1/sessions/{sid}/events")]);
        Assert.All(sessions.Select(static session => session.Id).Append(MediaId).Append(MediaName), name => Assert.DoesNotContain(name, metrics.Text));
        Assert.DoesNotMatch("[0-9a-f]{64}", metrics.Text);
        Assert.Equal(0, metrics["sessiongrains_exports_stopped", ("sink", "lake"), ("state", "failing")]);
        Assert.Equal(0, metrics["sessiongrains_exports_sessions_total", ("sink", "lake")]);
        Assert.Equal(0, metrics["sessiongrains_exports_expired_total", ("sink", "lake")]);
        Assert.Equal(0, metrics["sessiongrains_exports_dead_letters", ("sink", "lake")]);
        Assert.InRange(metrics["sessiongrains_exports_lag_seconds", ("sink", "lake")], 0, 60);
        Assert.Empty(NamedInDeploy().Except(metrics.Names));
    }

    [Fact]
    public async Task A_silo_process_has_its_own_metrics_where_it_is_told_to_and_its_front_door_the_dashboard()
    {
        var silo = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await Run(RunningProcess.Silo(Folder, $"--Metrics:Url={silo}")).WaitForLineAsync("Silo up");
        var server = await StartServer("--Cluster:Mode=Localhost", "--Cluster:Role=FrontDoor", $"--Cluster:Directory={Folder}", $"--Operator:ApiKey={Key}");
        using var player = new TrackingServer([server]);
        await OpenAsync(player);

        var (atSilo, atDoor) = (await Scrape.Of(silo), await Scrape.Of(server, Key));

        Assert.Equal(1, atSilo["sessiongrains_sessions_held"]);
        Assert.DoesNotContain("sessiongrains_creates_total", atSilo.Names);
        Assert.Equal(1, atDoor["sessiongrains_creates_total", ("answer", "accepted")]);
        Assert.DoesNotContain("sessiongrains_sessions_held", atDoor.Names);
        Assert.Equal("session-grains-silo", Regex.Match(atSilo.Text, "service_name=\"([^\"]*)").Groups[1].Value);
        await DashboardShowsTheSiloToOperatorsAlone(server);
    }

    private static async Task DashboardShowsTheSiloToOperatorsAlone(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var refused = await http.GetAsync(new Uri("/orleans/", UriKind.Relative));
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);

        var page = await http.GetStringAsync(new Uri("/orleans/", UriKind.Relative));
        var counters = "";
        await Deadline.UntilAsync(
            async () => (counters = await http.GetStringAsync(new Uri("/orleans/DashboardCounters", UriKind.Relative))).Contains("\"siloAddress\"", StringComparison.Ordinal),
            () => "the dashboard shows no silo: " + counters);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("index.min.js", page);

        // The pages of a browser get in by the cookie that the first one brought.
        http.DefaultRequestHeaders.Authorization = null;
        using var withCookie = await http.GetAsync(new Uri("/orleans/version", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, withCookie.StatusCode);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("https://*:9464")]
    [InlineData("http://*:9464/metrics")]
    public void A_wrong_address_for_metrics_refuses_the_start(string url)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Metrics:Url", url)]).Build();

        var refusal = Assert.Throws<StartRefusedException>(() => MetricsOptions.Read(configuration));
        Assert.Equal($"Metrics:Url is '{url}': set it to an address to listen on such as http://*:9464, or leave it out.", refusal.Message);
    }

    /// <summary>A whole session with one event twice: it is closed when it is answered.</summary>
    private static byte[] Downloaded()
    {
        string[] bodies = [.. new[] { StartBody(0), EventBody.Of("play", 1, 0), EventBody.Of("play", 1, 0), EventBody.Of("sessionEnd", 2, 0) }.Select(Encoding.UTF8.GetString)];
        return Encoding.UTF8.GetBytes($"[{string.Join(',', bodies)}]");
    }

    /// <summary>What the dashboard and the alerts of docker-compose ask for. A name that is wrong there shows as an empty panel, and as an alert that never comes.</summary>
    private static string[] NamedInDeploy([CallerFilePath] string here = "")
    {
        var deploy = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../deploy"));
        string[] texts = [File.ReadAllText(deploy + "/prometheus/alerts.yml"), File.ReadAllText(deploy + "/grafana/dashboards/session-grains.json")];
        string[] names = [.. texts.SelectMany(static text => MetricName().Matches(text)).Select(static match => match.Value).Distinct()];
        Assert.True(names.Length > 15, string.Join(", ", names));
        return names;
    }

    [GeneratedRegex("\\b(?:sessiongrains|http_server|kestrel|dotnet|orleans)_[a-z0-9_]+")]
    private static partial Regex MetricName();
}
