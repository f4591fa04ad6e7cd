using System.Reflection;
using Orleans.Storage;
using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Api.Tests;

public sealed class FaultTests : IDisposable
{
    private static readonly string Session = "/api/v1/sessions/" + new string('0', 64);

    private readonly SkippingTime _clock = new();
    private readonly LoggedLines _log = new();

    public static TheoryData<string, string, string?> Operations => new()
    {
        { "POST", "/api/v1/sessions", Sample.Start },
        { "POST", "/api/v1/sessions", Sample.Downloaded(true) },
        { "POST", "/api/v1/downloaded", Sample.Downloaded(null) },
        { "POST", Session + "/events", Sample.Event("play") },
        { "GET", Session, null },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Anything_unforeseen_is_500_without_internals_and_logged_once(string method, string path, string? body)
    {
        await using var server = ServerOf(new FakeSessions(_ => throw new FormatException("secret of the inside")));

        using var answer = await Ask(server, method, path, body);

        await answer.AssertProblem(500);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync());
        var line = Assert.Single(_log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(Session, line);
        AssertHeaders(answer, method);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_cannot_be_stored_is_503_at_once_with_Retry_After(string method, string path, string? body)
    {
        var sessions = new FakeSessions(_ => throw new StoreUnavailableException("disk full at /var/secret"));
        await using var server = ServerOf(sessions);

        using var answer = await Ask(server, method, path, body);

        await answer.AssertProblem(503);
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync());
        Assert.Single(sessions.Ids);
        AssertHeaders(answer, method);
    }

    [Fact]
    public async Task A_start_at_a_silo_that_is_full_is_503_with_Retry_After()
    {
        await using var server = ServerOf(new FakeSessions(_ => throw new SiloFullException("This silo has 7 open sessions.")));

        using var answer = await Ask(server, "POST", "/api/v1/sessions", Sample.Start);

        await answer.AssertProblem(503);
        Assert.Equal("1", answer.Header("Retry-After"));
        answer.AssertCors();
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_silo_that_never_answers_is_503_within_the_five_seconds(string method, string path, string? body)
    {
        await using var server = ServerOf(new FakeSessions(_ => new TaskCompletionSource().Task, _clock));

        using var answer = await Ask(server, method, path, body);

        await answer.AssertProblem(503);
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.InRange(_clock.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4.9));
    }

    public static TheoryData<Exception> Passing =>
    [
        new SiloUnavailableException("gone"),
        Rejection(),
        new TimeoutException("slow"),
        new InconsistentStateException("lost the race"),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_by_itself_is_tried_again(Exception passing)
    {
        var sessions = new FakeSessions(call => call < 4 ? throw passing : Task.CompletedTask);
        await using var server = ServerOf(sessions);

        using var answer = await Ask(server, "POST", "/api/v1/sessions", Sample.Start);

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal(4, sessions.Ids.Distinct().Count());
        Assert.Equal("/api/v1/sessions/" + sessions.Ids[^1], answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task What_does_not_pass_in_time_is_503_after_some_attempts()
    {
        var sessions = new FakeSessions(_ => throw new SiloUnavailableException("gone"));
        await using var server = ServerOf(sessions);

        using var answer = await Ask(server, "POST", Session + "/events", Sample.Event("play"));

        await answer.AssertProblem(503);
        Assert.InRange(sessions.Ids.Count, 9, 23);
        Assert.InRange(_clock.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4.5));
    }

    /// <summary>A server that skips its waits from the first call of a session on.</summary>
    private Server ServerOf(FakeSessions sessions) => new Server().With(services =>
    {
        sessions.Called += _clock.Skip;
        services.AddSingleton<ISessions>(sessions);
        services.AddKeyedSingleton<TimeProvider>(FrontDoorClock.Key, _clock);
        services.AddSingleton<ILoggerProvider>(_log);
    });

    private static Task<HttpResponseMessage> Ask(Server server, string method, string path, string? body) =>
        server.Ask().SendAsync(new(new(method), path) { Content = body is null ? null : Sample.Json(body) });

    public void Dispose() => _log.Dispose();

    /// <summary>Only Orleans makes them.</summary>
    private static OrleansMessageRejectionException Rejection() => (OrleansMessageRejectionException)Activator.CreateInstance(
        typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, null, ["rejected"], null)!;

    private static void AssertHeaders(HttpResponseMessage answer, string method)
    {
        if (method == "POST")
            answer.AssertCors();
        else
            answer.AssertNoCors();
    }
}
