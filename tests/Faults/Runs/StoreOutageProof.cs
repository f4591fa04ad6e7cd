using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Faults.Tests.Reconciliation;
using SessionGrains.Faults.Tests.Service;
using SessionGrains.Messages;
using Xunit.Abstractions;
using static SessionGrains.Faults.Tests.Reconciliation.ExpectedMetrics;

namespace SessionGrains.Faults.Tests.Runs;

/// <summary>Redis is away for longer than a session may be idle: nobody is told that anything was stored, and nobody's session ends for it.</summary>
[Collection(FaultRuns.Name)]
public sealed class StoreOutageProof(ITestOutputHelper output)
{
    private const int Viewers = 12;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Resumes = TimeSpan.FromSeconds(10);

    [RedisTheory]
    [InlineData("stopped")]
    [InlineData("frozen")]
    public async Task While_Redis_is_away_what_must_be_stored_is_503_and_afterwards_nothing_is_lost_or_closed(string how)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.Redis(redis, Idle));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{service.Ports[0]}") };
        var sessions = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(viewer => OpenAsync(http, viewer)));

        await (how == "stopped" ? redis.KillAsync() : redis.FreezeAsync());
        var refused = await AskThroughOutageAsync(http, sessions);
        await (how == "stopped" ? redis.StartAgainAsync() : redis.ThawAsync());
        var resumed = await ResumeAsync(http, sessions);

        output.WriteLine($"Redis {how} for {Text(Outage)}: {refused.Count} refused, slowest {Text(refused.Max(static one => one.Took))}, all sessions take events again after {Text(resumed)}.");
        var wrong = refused.Where(static one => one is not { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: true } || one.Took > InTime).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong answers: {string.Join(", ", wrong.Take(5))}. {service.KeepOutput()}");
        service.AssertNothingLeaked();
        Assert.InRange(resumed, TimeSpan.Zero, Resumes);

        // Orleans cannot send a database's own exceptions from silo to silo, and says that instead of what has happened.
        Assert.DoesNotContain("CodecNotFoundException", service.Output, StringComparison.Ordinal);
        using var reader = RunningProcess.Operator(service.Ports[0]);
        foreach (var session in sessions)
        {
            var read = new ReadSession(JsonDocument.Parse(await reader.GetStringAsync(session.Path)).RootElement);
            Assert.False(read.IsClosed, $"closed by {read.ClosedBy}");
            Assert.Equal(session.Sent, read.Applied);
        }
    }

    /// <summary>Starts and events, again and again, while the questions that need no store are answered as ever.</summary>
    private static async Task<IReadOnlyCollection<Refusal>> AskThroughOutageAsync(HttpClient http, Session[] sessions)
    {
        var refused = new ConcurrentBag<Refusal>();
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Outage;)
        {
            var starts = Enumerable.Range(0, 2).Select(async number => refused.Add(await AskAsync(http, "/api/v1/sessions", StartBody(number))));
            var events = sessions.Select(async session => refused.Add(await AskAsync(http, $"{session.Path}/events", session.Next())));
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
    private static async Task<TimeSpan> ResumeAsync(HttpClient http, Session[] sessions)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(sessions.Select(session => Deadline.UntilAsync(
            async () => (await AskAsync(http, $"{session.Path}/events", session.Again())).Status is HttpStatusCode.NoContent,
            () => $"{session.Path} takes no events")));
        return TimeProvider.System.GetElapsedTime(began);
    }

    private static async Task<Session> OpenAsync(HttpClient http, int viewer)
    {
        using var content = new ByteArrayContent(StartBody(viewer));
        using var answer = await http.PostAsync(new Uri("/api/v1/sessions", UriKind.Relative), content);
        var session = new Session(answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync(http, $"{session.Path}/events", session.Next())).Status);
        session.Keep();
        return session;
    }

    private static async Task<Refusal> AskAsync(HttpClient http, string path, byte[] body)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var content = new ByteArrayContent(body);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return new Refusal(path, answer.StatusCode, answer.Headers.RetryAfter is not null, TimeProvider.System.GetElapsedTime(began));
    }

    private static byte[] StartBody(int viewer) => EventBody.Start(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 600, $"outage-{viewer}");

    private sealed record Refusal(string Path, HttpStatusCode Status, bool RetryAfter, TimeSpan Took);

    /// <summary>A viewer that sends the same event until it is taken: two are in at the end, the first and the one of the outage.</summary>
    private sealed class Session(string path)
    {
        private readonly Script _script = new(FaultSettings.Seed, path.GetHashCode(StringComparison.Ordinal), 0);
        private ScriptedEvent? _current;

        public string Path => path;

        public int Sent { get; private set; }

        public byte[] Next()
        {
            if (_current is null)
                (_current, Sent) = (_script.Next(mayBeAbandoned: false)!, Sent + 1);

            return _current.Body;
        }

        public byte[] Again() => _current!.Body;

        /// <summary>What was sent is in; the next is another.</summary>
        public void Keep() => _current = null;
    }
}
