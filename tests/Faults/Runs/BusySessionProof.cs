using System.Net;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Faults.Tests.Reconciliation;
using SessionGrains.Faults.Tests.Service;
using SessionGrains.Messages;
using SessionGrains.Tracking;
using Xunit.Abstractions;
using static SessionGrains.Faults.Tests.Reconciliation.ExpectedMetrics;

namespace SessionGrains.Faults.Tests.Runs;

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
        using var doors = new FrontDoors(service.Ports);
        await SendAsync(doors, 50);

        var (session, answers) = await SendAsync(doors, Events);

        var read = JsonDocument.Parse((await doors.GetAsync(session))!.Value.Body).RootElement;
        output.WriteLine($"{answers.Count} events at once: slowest {Text(answers.Max(static one => one.Took))}; {string.Join(", ", answers.CountBy(static one => $"{one.Status}"))}");
        Assert.All(answers, static one => Assert.Equal(HttpStatusCode.NoContent, one.Status));
        Assert.All(answers, static one => Assert.InRange(one.Took, TimeSpan.Zero, InTime));
        service.AssertNothingLeaked();
        Assert.Equal(Events, new ReadSession(read).Applied);
        var errors = read.GetProperty("metrics").GetProperty("errors").EnumerateArray().Select(static error => error.GetProperty("count").GetInt32()).ToList();
        Assert.Equal((Kinds, Events), (errors.Count, errors.Sum()));
    }

    private static async Task<(string Session, IReadOnlyList<(HttpStatusCode? Status, TimeSpan Took)> Answers)> SendAsync(FrontDoors doors, int events)
    {
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var start = await doors.PostAsync("/api/v1/sessions", EventBody.Start(ts, 600, "busy"));
        var session = start!.Headers.Location!.OriginalString;
        var began = TimeProvider.System.GetTimestamp();
        return (session, await Task.WhenAll(Enumerable.Range(1, events).Select(SendOneAsync)));

        async Task<(HttpStatusCode?, TimeSpan)> SendOneAsync(int number)
        {
            var one = new PlayerEvent
            {
                Type = PlayerEventType.Error, Ts = ts + number, Playhead = number / 1000.0, Fingerprint = 0,
                Qoe = new QoeValues { ErrorId = $"error-{number % Kinds}", ErrorSource = "player" },
            };
            using var answer = await doors.PostAsync($"{session}/events", EventBody.Of(one, EventBody.Mark(number % Kinds)));
            return (answer?.StatusCode, TimeProvider.System.GetElapsedTime(began));
        }
    }
}
