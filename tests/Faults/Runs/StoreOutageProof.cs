using static SessionGrains.Faults.Tests.CrowdOfFaults;

namespace SessionGrains.Faults.Tests;

/// <summary>Redis is away for longer than a session may be idle: no event is acknowledged meanwhile, and no session is closed because of it.</summary>
[Collection(FaultRuns.Name)]
public sealed class StoreOutageProof(ITestOutputHelper output)
{
    private const int Viewers = 12;

    /// <summary>The first, and the one that is repeated through the outage.</summary>
    private const int EventsOfASession = 2;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Resumes = TimeSpan.FromSeconds(10);

    [RedisTheory]
    [InlineData("stopped")]
    [InlineData("frozen")]
    public async Task While_Redis_is_away_what_must_be_stored_is_503_and_afterwards_nothing_is_lost_or_closed(string how)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.Redis(redis, Idle));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{service.Ports[0]}") };
        using var server = new TrackingServer([service.Ports[0]], Longest, RunningProcess.OperatorKey);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(viewer => OpenAsync(server, viewer)));

        await (how == "stopped" ? redis.KillAsync() : redis.FreezeAsync());
        var refused = await SendThroughOutageAsync(server, http, sessions);
        await (how == "stopped" ? redis.StartAgainAsync() : redis.ThawAsync());
        var resumed = await ResumeAsync(server, sessions);

        output.WriteLine($"Redis {how} for {Text(Outage)}: {refused.Count} refused, slowest {Text(refused.Max(static one => one.Took))}, all sessions take events again after {Text(resumed)}.");
        var wrong = refused.Where(static one => one is not { Code: 503, SaysWhenAgain: true } || one.Took > InTime).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong answers: {string.Join(", ", wrong.Take(5))}. {service.KeepOutput()}");
        service.AssertNothingLeaked();
        Assert.InRange(resumed, TimeSpan.Zero, Resumes);

        // Orleans cannot send exceptions of a database client from silo to silo; it would report that instead of the failure.
        Assert.DoesNotContain("CodecNotFoundException", service.Output, StringComparison.Ordinal);
        foreach (var session in sessions)
        {
            var read = ReadSession.Of(await server.GetAsync(session.Path))!;
            Assert.False(read.IsClosed, $"closed by {read.ClosedBy}");
            Assert.Equal(EventsOfASession, read.Applied);
        }
    }

    /// <summary>Repeats starts and events, while requests that need no store are answered as always.</summary>
    private static async Task<IReadOnlyCollection<Answer>> SendThroughOutageAsync(TrackingServer server, HttpClient http, Session[] sessions)
    {
        var refused = new ConcurrentBag<Answer>();
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Outage;)
        {
            var starts = Enumerable.Range(0, 2).Select(async number => refused.Add(await server.PostAsync(TrackingServer.Sessions, SteppedSession.StartBody($"outage-{number}"))));
            var events = sessions.Select(async session => refused.Add(await server.PostAsync($"{session.Path}/events", session.Last)));
            await Task.WhenAll([.. starts, .. events, AnswersAsEverAsync(http, sessions[0])]);
            await Task.Delay(500);
        }

        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        return refused;
    }

    private static async Task AnswersAsEverAsync(HttpClient http, Session session)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/sessions");
        using var options = await http.SendAsync(preflight);
        using var schema = await http.GetAsync(new Uri("/api/v1/schemas/play", UriKind.Relative));
        using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
        using var wrong = new StringContent("{}");
        using var bad = await http.PostAsync(new Uri($"{session.Path}/events", UriKind.Relative), wrong);
        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest),
            (options.StatusCode, schema.StatusCode, live.StatusCode, bad.StatusCode));
    }

    /// <summary>Each viewer repeats its last event until it is taken.</summary>
    private static async Task<TimeSpan> ResumeAsync(TrackingServer server, Session[] sessions)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(sessions.Select(session => Deadline.UntilAsync(
            async () => (await server.PostAsync($"{session.Path}/events", session.Last)).Code == 204,
            () => $"{session.Path} takes no events")));
        return TimeProvider.System.GetElapsedTime(began);
    }

    private static async Task<Session> OpenAsync(TrackingServer server, int viewer)
    {
        var script = new MarkedScript(FaultSettings.Seed, viewer, 0);
        var path = (await server.PostAsync(TrackingServer.Sessions, EventBody.OfStart(script.Viewing))).Location!;
        var (first, last) = (EventBody.Of(script.Next()!, script.Viewing), EventBody.Of(script.Next()!, script.Viewing));
        Assert.Equal(204, (await server.PostAsync($"{path}/events", first)).Code);
        return new Session(path, last);
    }

    /// <param name="Path">Where it is.</param>
    /// <param name="Last">The event that its viewer sends until it is taken.</param>
    private sealed record Session(string Path, byte[] Last);
}
