using static SessionGrains.Faults.Tests.CrowdOfFaults;

namespace SessionGrains.Faults.Tests;

/// <summary>Everything at once for one session: its events share writes, and all are in before they are answered.</summary>
[Collection(FaultRuns.Name)]
public sealed class BusySessionProof(ITestOutputHelper output)
{
    private const int Events = 1_000;
    private const int Kinds = 32;
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_thousand_events_for_one_session_at_once_are_stored_within_5_s_in_Sqlite()
    {
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.EmbeddedSqlite(Shapes.IdleTimeout));
        await SendAllAtOnce(service);
    }

    [RedisFact]
    public async Task A_thousand_events_for_one_session_at_once_are_stored_within_5_s_in_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.EmbeddedRedis(redis));
        await SendAllAtOnce(service);
    }

    private async Task SendAllAtOnce(ServiceUnderTest service)
    {
        using var server = Reach(service.Ports);
        await SendAsync(server, 50);

        var (session, answers) = await SendAsync(server, Events);

        var read = JsonDocument.Parse((await server.GetAsync(session)).Text!).RootElement;
        output.WriteLine($"{answers.Count} events at once: slowest {Text(answers.Max(static one => one.Took))}; {string.Join(", ", answers.CountBy(static one => $"{one.Code}"))}");
        Assert.All(answers, static one => Assert.Equal(204, one.Code));
        Assert.All(answers, static one => Assert.InRange(one.Took, TimeSpan.Zero, InTime));
        service.AssertNothingLeaked();
        Assert.Equal(Events, new ReadSession(read).Applied);
        var errors = read.GetProperty("metrics").GetProperty("errors").EnumerateArray().Select(static error => error.GetProperty("count").GetInt32()).ToList();
        Assert.Equal((Kinds, Events), (errors.Count, errors.Sum()));
    }

    private static async Task<(string Session, IReadOnlyList<(int Code, TimeSpan Took)> Answers)> SendAsync(TrackingServer server, int events)
    {
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var session = (await server.PostAsync(TrackingServer.Sessions, SteppedSession.StartBody("busy", ts))).Location!;
        var began = TimeProvider.System.GetTimestamp();
        return (session, await Task.WhenAll(Enumerable.Range(1, events).Select(SendOneAsync)));

        async Task<(int, TimeSpan)> SendOneAsync(int number)
        {
            var quality = new QoeValues { ErrorId = $"error-{number % Kinds}", ErrorSource = "player", Others = MarkedScript.Marked($"mark.{number % Kinds}") };
            var answer = await server.PostAsync($"{session}/events", EventBody.Of("error", ts + number, number / 1000.0, quality));
            return (answer.Code, TimeProvider.System.GetElapsedTime(began));
        }
    }
}
