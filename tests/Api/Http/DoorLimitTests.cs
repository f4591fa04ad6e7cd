using Microsoft.Extensions.DependencyInjection;
using SessionGrains.Api.MediaCollection;

namespace SessionGrains.Api.Tests.Http;

public sealed class DoorLimitTests
{
    [Fact]
    public async Task Whoever_finds_the_door_full_is_refused_at_once_and_may_come_again()
    {
        var inside = new TaskCompletionSource();
        var work = new TaskCompletionSource();
        await using var server = new Server().With("Door:MaxConcurrentRequests", "1").With(services => services.AddSingleton<ISessions>(new FakeSessions(_ =>
        {
            inside.TrySetResult();
            return work.Task;
        })));
        var client = server.Ask();

        var first = client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));
        await inside.Task;
        using var refused = await client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));
        using var preflight = await client.SendAsync(new(HttpMethod.Options, "/api/v1/sessions"));
        using var schema = await client.GetAsync("/api/v1/schemas/ping");
        work.SetResult();
        using var served = await first;
        using var next = await client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));

        await refused.AssertProblem(503);
        Assert.Equal("1", refused.Header("Retry-After"));
        refused.AssertCors();
        Assert.Equal([204, 200, 201, 201], new[] { preflight, schema, served, next }.Select(answer => (int)answer.StatusCode));
    }
}
