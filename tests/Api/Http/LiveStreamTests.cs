using Orleans;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Tests;

public sealed class LiveStreamTests(RealServer server) : IClassFixture<RealServer>
{
    private const string Path = "/api/v1/live/stream";

    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_audience_is_told_once_a_second_with_the_second_as_its_id()
    {
        using var stream = await ServerSentEvents.Open(_client, Path);
        Assert.Equal(("no-store", "no"), (stream.Answer.Header("Cache-Control"), stream.Answer.Header("X-Accel-Buffering")));
        stream.Answer.AssertNoCors();

        var seconds = new List<long>();
        while (seconds.Count < 5)
        {
            Assert.NotNull((string?)(await stream.Until("live"))["asOf"]);
            seconds.Add(long.Parse(stream.LastId!, CultureInfo.InvariantCulture));
        }

        Assert.Equal(seconds.Distinct().Order(), seconds);
        Assert.InRange(seconds[^1] - seconds[0], 4, 20);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds[^1], 0, 10);
    }

    /// <summary>As when a machine's clock is being set right: each wait for the next second ends before that has begun.</summary>
    [Fact]
    public async Task No_second_is_told_twice_by_a_clock_that_is_slower_than_its_timers()
    {
        await using var slow = new Server().With(services => services.AddKeyedSingleton<TimeProvider>(FrontDoorClock.Key, new SlowClock()));
        using var stream = await ServerSentEvents.Open(slow.Ask(), Path);

        var seconds = new List<long>();
        while (seconds.Count < 4)
        {
            await stream.Until("live");
            seconds.Add(long.Parse(stream.LastId!, CultureInfo.InvariantCulture));
        }

        Assert.Equal(seconds.Distinct().Order(), seconds);
    }

    [Fact]
    public async Task A_stream_shows_what_its_filter_passes_as_it_changes()
    {
        using var all = await ServerSentEvents.Open(_client, Path + "?channel=sample-channel&top=1");
        using var other = await ServerSentEvents.Open(_client, Path + "?mediaId=nobody-watches-it");
        await all.Until("live");

        using var played = await _client.Send(await _client.OpenSession(), Sample.Event("play"));

        Assert.Equal(HttpStatusCode.NoContent, played.StatusCode);
        await all.Until("live", live => (int)live["states"]!["playing"]! == 1 && (int)live["titleCount"]! == 1);
        Assert.Equal(0, (int)(await other.Until("live"))["open"]!);
    }

    [Fact]
    public async Task Whoever_comes_back_is_told_the_seconds_since_then_and_whoever_is_new_is_not()
    {
        using var first = await ServerSentEvents.Open(_client, Path);
        Assert.Equal("live", (await first.Next())!.Value.Name);
        var last = long.Parse(first.LastId!, CultureInfo.InvariantCulture);
        while (long.Parse(first.LastId!, CultureInfo.InvariantCulture) < last + 3)
            await first.Until("live");

        using var again = await ServerSentEvents.Open(_client, Path, lastId: $"{last}");
        var history = (await again.Next())!.Value;

        Assert.Equal("history", history.Name);
        var points = history.Data["points"]!.AsArray().Select(one => DateTimeOffset.Parse((string)one!["at"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds()).ToArray();
        Assert.NotEmpty(points);
        Assert.All(points, second => Assert.InRange(second, last + 1, last + 60));
        Assert.Equal("live", (await again.Next())!.Value.Name);
    }

    [Theory]
    [InlineData("?channel=films", "1795416811")]
    [InlineData("", "yesterday")]
    [InlineData("", "-1")]
    public async Task Without_a_past_the_stream_begins_with_the_present(string query, string lastId)
    {
        using var stream = await ServerSentEvents.Open(_client, Path + query, lastId);

        Assert.Equal("live", (await stream.Next())!.Value.Name);
    }

    [Fact]
    public async Task While_the_cluster_is_away_a_heartbeat_keeps_the_connection_and_the_counts_come_when_it_is_back()
    {
        await using var lonely = new Server();
        var client = lonely.Ask();
        IClusterConnectionStatusObserver reach = lonely.Services.GetRequiredService<ClusterReach>();
        reach.NotifyClusterConnectionLost();

        using var answer = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = new List<string?>();
        while (heard.Count(line => line == ": ") < 2)
            heard.Add(await lines.ReadLineAsync(patience.Token));
        Assert.Equal(["retry: 2000", ": ", ": "], heard.Where(line => line is not ""));

        reach.NotifyGatewayCountChanged(1, 0, connectionRecovered: true);

        while (await lines.ReadLineAsync(patience.Token) is not "event: live")
            Assert.False(patience.IsCancellationRequested);
    }

    /// <summary>Its time of day goes at nine tenths of the speed of its timers.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;
        private readonly long _beganAt = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => _began + (0.9 * System.GetElapsedTime(_beganAt));
    }
}
