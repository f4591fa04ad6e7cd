using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionGrains.Api.LivePage;

namespace SessionGrains.Api.Tests;

/// <summary>Every path that is mapped, in Production, with no key, a wrong one, one that may read and one that may do everything.</summary>
public sealed class AudienceTableTests : IDisposable
{
    private const string Reader = "a-key-that-only-may-read-1";
    private const string Controller = "a-key-that-may-do-it-all-2";

    /// <summary>What is open beside the files of the live page and of the docs. Whoever adds to it says here that the path holds nothing that was sent.</summary>
    private static readonly HashSet<string> Open =
    [
        "/api/v1/sessions", "/api/v1/sessions/{sid}/events", "/api/v1/downloaded", "/api/v1/schemas/{eventType}", "/api/v1/operator/session",
        "/health/live", "/health/ready", "/openapi/v1.json",
        .. EdgePaths(), "/ee/{**rest}", "/ee-pre-prd/{**rest}",
    ];

    /// <summary>Clients of the Media Edge API send events; nothing is read there.</summary>
    private static IEnumerable<string> EdgePaths() =>
        from root in (string[])["/ee", "/ee-pre-prd", "/ee/{hint}", "/ee-pre-prd/{hint}"]
        from path in (string[])["/va/v1/{event}", "/v1/interact", "/v1/collect", "/v1/privacy/set-consent"]
        select root + path;

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-table-").FullName;
    private readonly Server _server;
    private int _peers;

    public AudienceTableTests() => _server = new Server()
        .With(WebHostDefaults.EnvironmentKey, "Production")
        .With("Storage:Provider", "Memory")
        .With("Storage:Sqlite:Path", Path.Combine(_folder, "sessions.db"))
        .With("Operator:Keys:0:Name", "reader").With("Operator:Keys:0:Key", Reader)
        .With("Operator:Keys:1:Name", "controller").With("Operator:Keys:1:Key", Controller).With("Operator:Keys:1:Allows", "Control, read");

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_path_answers_those_whom_it_is_for_and_nobody_else()
    {
        // Without the cookie that the dashboard gives to whoever came with a key.
        var client = _server.CreateClient(new() { BaseAddress = new Uri("http://localhost"), AllowAutoRedirect = false, HandleCookies = false });
        var endpoints = _server.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > 40, $"only {endpoints.Count} endpoints");

        foreach (var endpoint in endpoints)
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var marked = endpoint.Metadata.GetMetadata<CallerKindMetadata>();
            Assert.True(marked is not null, $"{route} says not whom it is for: add ForPlayers, ForOperators or ForAnybody");
            // What takes every method is what players' paths say to those that they are not for.
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [marked.CallerKind == CallerKind.Players ? "PATCH" : "GET"])
            {
                var name = $"{method} {route}";
                var answers = new List<int>();
                foreach (var key in new[] { null, "a-key-of-nobody-whatsoever", Reader, Controller })
                    answers.Add(await Ask(client, method, PathOf(route), key));

                if (marked.CallerKind != CallerKind.Operators)
                {
                    Assert.True(Open.Contains(route) || route.StartsWith("/docs/", StringComparison.Ordinal) || PageFile.ReadAll().Any(file => file.Path == route), $"{name} is open");
                    Assert.All(answers, status => Assert.False(status is 401 or 403, $"{name} is {status}"));
                    continue;
                }

                var isControl = marked.Permission == OperatorPermission.Control;
                Assert.True(isControl || method is "GET" or "HEAD" or "OPTIONS", $"{name} changes something: it needs OperatorPermission.Control");
                Assert.True(answers is [401, 401, ..], $"{name} without a key is {answers[0]}, with a wrong one {answers[1]}");

                // The dashboard has its log turned off, and says 403 to whoever it is.
                var isOff = route == "/orleans/Trace";
                Assert.True((isControl || isOff) == answers[2] is 403, $"{name} with a key that may read is {answers[2]}");
                Assert.True(answers[3] is not 401 && isOff == answers[3] is 403, $"{name} with a key that may do everything is {answers[3]}");
            }
        }
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    [InlineData("/orleans")]
    [InlineData("/orleans/")]
    [InlineData("/orleans/version")]
    [InlineData("/api/v1/live")]
    [InlineData("/api/v1/live/")]
    [InlineData("/api/v1/live/stream")]
    [InlineData("/api/v1/live/history")]
    [InlineData("/api/v1/reports")]
    [InlineData("/API/V1/REPORTS")]
    [InlineData("/api/v1/%72eports")]
    [InlineData("/api/v1/x/../reports")]
    [InlineData("/api/v1/sessions/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("/api/v1/sessions/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/")]
    [InlineData("/api/v1/sessions/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/stream")]
    public async Task No_method_and_no_claim_opens_what_operators_read(string path)
    {
        var client = _server.Ask();
        foreach (var method in new[] { "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW" })
        {
            foreach (var (header, value) in new[] { ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1;host=localhost"), ("X-Real-IP", "::1"), ("X-HTTP-Method-Override", "GET"), ("Host", "localhost") })
            {
                _server.Peer = IPAddress.Loopback;
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                Assert.True(request.Headers.TryAddWithoutValidation(header, value));
                using var answer = await client.SendAsync(request);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} with {header} is {(int)answer.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("//metrics")]
    [InlineData("/api//v1/reports")]
    [InlineData("/api/v1//live")]
    [InlineData("//api/v1/live/stream")]
    public async Task A_doubled_slash_opens_nothing(string path)
    {
        using var answer = await _server.Ask().GetAsync(new Uri("http://localhost" + path));

        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, $"{(int)answer.StatusCode}");
    }

    [Theory]
    [InlineData("?key=", "key in the address")]
    [InlineData("?access_token=", "key in the address")]
    [InlineData("", "Authorization: Bearer")]
    public async Task A_key_in_the_address_is_not_taken_and_not_repeated(string query, string said)
    {
        using var answer = await _server.Ask().GetAsync($"/api/v1/live{(query.Length > 0 ? query + Controller : "")}");

        await answer.AssertProblem(401);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains(said, text);
        Assert.DoesNotContain(Controller, text);
    }

    private async Task<int> Ask(HttpClient client, string method, string path, string? key)
    {
        // An address of its own for each: after some wrong keys an address has to wait.
        _server.Peer = new IPAddress(0x0A000000L + Interlocked.Increment(ref _peers));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    private static string PathOf(string route) => System.Text.RegularExpressions.Regex.Replace(route, @"\{\*?(\w+)[^}]*\}", static match => match.Groups[1].Value switch
    {
        "sid" => new string('0', 64),
        "eventType" => "ping",
        _ when match.Value.Contains(":int", StringComparison.Ordinal) => "1",
        _ => "v1",
    });
}
