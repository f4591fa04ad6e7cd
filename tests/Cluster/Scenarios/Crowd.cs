using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SessionGrains.Cluster.Tests.Processes;

namespace SessionGrains.Cluster.Tests.Scenarios;

/// <summary>Many players before one front door.</summary>
public sealed class Crowd(int port) : IDisposable
{
    private const long FirstTs = 1_793_000_000_000;
    private const int AtOnce = 16;

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
    private readonly HttpClient _reader = RunningProcess.Operator(port);
    private readonly ConcurrentBag<Viewer> _viewers = [];

    public IReadOnlyCollection<Viewer> Viewers => _viewers;

    public void Dispose()
    {
        _http.Dispose();
        _reader.Dispose();
    }

    /// <summary>Opens sessions and starts playback in each; every answer must be right.</summary>
    public async Task<IReadOnlyList<Viewer>> JoinAsync(int viewers)
    {
        var joined = new ConcurrentBag<Viewer>();
        await Parallel.ForAsync(0, viewers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, stopping) =>
        {
            using var answer = await _http.PostAsJsonAsync("/api/v1/sessions", Start, stopping);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(stopping));
            var viewer = new Viewer(answer.Headers.Location!);
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(viewer, "play"));
            joined.Add(viewer);
            _viewers.Add(viewer);
        });
        return [.. joined];
    }

    /// <summary>Sends the viewer's next event. Null when there was no answer at all.</summary>
    public async Task<HttpStatusCode?> SendAsync(Viewer viewer, string eventType = "ping")
    {
        var number = viewer.Sent++;
        var status = await StatusAsync(viewer, eventType, number);
        if (status == HttpStatusCode.NoContent)
            viewer.Acknowledged++;
        else if (status != HttpStatusCode.NotFound)
            viewer.Unanswered++;

        if (status == HttpStatusCode.NotFound)
            viewer.IsLost = true;
        else if (viewer.IsLost && status == HttpStatusCode.NoContent)
            Assert.Fail($"{viewer.Session} was 404 and then 204");

        return status;
    }

    /// <summary>How many events the service has of the session, the sessionStart not counted; null when it has no such session.</summary>
    public async Task<int?> CountAsync(Viewer viewer)
    {
        using var answer = await _reader.GetAsync(viewer.Session);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("open", body.RootElement.GetProperty("status").GetString());

        // A call that the front door made again counts as a repeat when the first one arrived after all.
        var events = body.RootElement.GetProperty("events");
        return events.GetProperty("received").GetInt32() - events.GetProperty("duplicates").GetInt32() - 1;
    }

    public async Task ForEachAsync(Func<Viewer, Task> what) => await Parallel.ForEachAsync(
        _viewers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (viewer, _) => await what(viewer));

    private static object Start => new
    {
        playerTime = new { playhead = 0, ts = FirstTs },
        eventType = "sessionStart",
        @params = new Dictionary<string, object>
        {
            ["media.playerName"] = "scenario-player",
            ["media.contentType"] = "VOD",
            ["media.length"] = 3600,
            ["media.id"] = "scenario",
            ["media.channel"] = "scenario-channel",
            ["analytics.trackingServer"] = "server",
            ["analytics.reportSuite"] = "suite",
            ["analytics.visitorId"] = "visitor",
            ["visitor.marketingCloudOrgId"] = "organisation",
        },
    };

    private async Task<HttpStatusCode?> StatusAsync(Viewer viewer, string eventType, int number)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync($"{viewer.Session}/events", new { playerTime = new { playhead = number, ts = FirstTs + (number * 1000L) }, eventType });
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
