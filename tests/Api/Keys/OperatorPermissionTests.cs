using Microsoft.AspNetCore.Http;
using SessionGrains.Api.Operators.Access;
using SessionGrains.Api.Operators.Keys;

namespace SessionGrains.Api.Tests;

public sealed class OperatorPermissionTests : IDisposable
{
    private const string Reader = "a-key-that-only-may-read-1";
    private const string Other = "a-key-that-may-do-it-all-2";
    private const string Sole = "correct-horse-battery-staple";
    private const string Sid = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly AuditLines _audit = new();
    private readonly Server _server;

    public OperatorPermissionTests() => _server = Keyed();

    public void Dispose()
    {
        _server.Dispose();
        _audit.Dispose();
    }

    [Theory]
    [InlineData(Reader, true, false)]
    [InlineData(Other, true, true)]
    [InlineData(Sole, true, true)]
    [InlineData("a-key-of-nobody-whatsoever", false, false)]
    public async Task A_key_does_what_it_allows(string key, bool reads, bool controls)
    {
        Assert.Equal(reads ? 0 : 401, await Refused(OperatorPermission.Read, key));
        Assert.Equal(controls ? 0 : reads ? 403 : 401, await Refused(OperatorPermission.Control, key));
    }

    [Theory]
    [InlineData(null, 401, 401)]
    [InlineData("a-key-of-nobody-whatsoever", 401, 401)]
    [InlineData(Reader, 200, 403)]
    [InlineData(Other, 200, 404)]
    public async Task The_quarantine_is_read_with_a_key_that_may_read_and_purged_with_one_that_may_control(string? key, int read, int purged)
    {
        Assert.Equal(read, await Ask(HttpMethod.Get, "/api/v1/quarantine"));
        Assert.Equal(purged, await Ask(HttpMethod.Delete, "/api/v1/quarantine/" + Sid));

        async Task<int> Ask(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            if (key is not null)
                request.Headers.Authorization = new("Bearer", key);
            using var answer = await _server.Ask().SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Several_keys_are_valid_at_a_time_and_a_cookie_ends_with_its_own()
    {
        var cookie = await Trade(_server, Reader);
        using var without = Keyed(reader: "another-key-for-the-reader");
        using var rotated = new Server().With("Operator:Keys:0:Name", "reader").With("Operator:Keys:0:Key", "another-key-for-the-reader")
            .With("Operator:Keys:1:Name", "reader-before").With("Operator:Keys:1:Key", Reader);

        Assert.StartsWith("session-grains-operator=reader.", cookie);
        Assert.Equal(200, await Read(_server, cookie));
        Assert.Equal(401, await Read(without, cookie));
        Assert.Equal(401, await Read(rotated, cookie));
        Assert.Equal(200, await Read(rotated, await Trade(rotated, Reader)));
        Assert.Equal(401, await Read(_server, "session-grains-operator=" + cookie.Split('=')[1].Replace("reader.", "operator.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_key_read_is_told_once_with_its_name_and_without_the_session()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sessions/" + Sid);
        request.Headers.Authorization = new("Bearer", Reader);
        _server.Peer = IPAddress.Parse("203.0.113.7");
        using var answer = await _server.Ask().SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var line = Assert.Single(_audit.Lines);
        Assert.Matches(@"^130 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z key 'reader': GET /api/v1/sessions/\{sid\} from 203\.0\.113\.7$", line);
    }

    [Fact]
    public async Task What_a_key_was_not_allowed_is_told_too()
    {
        await Refused(OperatorPermission.Control, Reader);

        Assert.StartsWith("131 ", Assert.Single(_audit.Lines));
    }

    private Server Keyed(string reader = Reader) => new Server()
        .With("Operator:ApiKey", Sole)
        .With("Operator:Keys:0:Name", "reader").With("Operator:Keys:0:Key", reader)
        .With("Operator:Keys:1:Name", "other").With("Operator:Keys:1:Key", Other).With("Operator:Keys:1:Allows", "read,control")
        .With(services => services.AddSingleton<ILoggerProvider>(_audit));

    /// <summary>The status with which the rule refuses an endpoint that asks for the permission; 0: it does not.</summary>
    private async Task<int> Refused(OperatorPermission permission, string key)
    {
        var context = new DefaultHttpContext { RequestServices = _server.Services };
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new CallerKindMetadata(CallerKind.Operators, permission)), "test"));
        context.Request.Headers.Authorization = "Bearer " + key;
        var refusal = _server.Services.GetRequiredService<OperatorRule>().Refusal(context);
        if (refusal is null)
            return 0;

        await refusal(context);
        return context.Response.StatusCode;
    }

    private static async Task<string> Trade(Server server, string key)
    {
        using var answer = await server.Ask().PostAsync("/api/v1/operator/session", Sample.Json($$"""{"key":"{{key}}"}"""));
        return answer.Header("Set-Cookie")!.Split(';')[0];
    }

    private static async Task<int> Read(Server server, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/operator/session");
        request.Headers.Add("Cookie", cookie);
        using var answer = await server.Ask().SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>The audit's lines with their event ids.</summary>
    private sealed class AuditLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => categoryName == OperatorAudit.Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{eventId.Id} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
