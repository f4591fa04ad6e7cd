using SessionGrains.Api.Callers;
using SessionGrains.Api.Operators.Keys;

namespace SessionGrains.Api.Tests;

public sealed class WrongKeyTests : IDisposable
{
    private const string Key = "correct-horse-battery-staple";
    private const string Nonsense = "this-is-not-the-key-at-all";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly LoggedLines _log = new();
    private readonly Server _server;

    public WrongKeyTests() => _server = new Server { Peer = IPAddress.Parse("203.0.113.7") }
        .With("Operator:ApiKey", Key)
        .With(services => services.AddKeyedSingleton<TimeProvider>(FrontDoorClock.Key, _time).AddSingleton<ILoggerProvider>(_log));

    public void Dispose()
    {
        _server.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task After_five_wrong_keys_in_a_row_an_address_waits_and_another_does_not()
    {
        var client = _server.Ask();
        for (var i = 0; i < WrongKeyTable.FreeTries; i++)
            Assert.Equal((401, null), await Try(client, Nonsense + i));

        Assert.Equal((429, "1"), await Try(client, Nonsense));
        Assert.Equal((429, "1"), await Try(client, Key));

        _server.Peer = IPAddress.Parse("203.0.113.8");
        Assert.Equal((200, null), await Try(client, Key));

        _server.Peer = IPAddress.Parse("203.0.113.7");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, null), await Try(client, Nonsense));
        Assert.Equal((429, "2"), await Try(client, Nonsense));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((200, null), await Try(client, Key));
        Assert.Equal((401, null), await Try(client, Nonsense));
        Assert.Equal((401, null), await Try(client, Nonsense));
    }

    [Fact]
    public async Task The_wait_never_gets_longer_than_seconds()
    {
        var client = _server.Ask();
        for (var i = 0; i < 30; i++)
        {
            await Try(client, Nonsense);
            _time.Advance(WrongKeyTable.LongestWait);
        }

        await Try(client, Nonsense);
        Assert.Equal((429, "8"), await Try(client, Nonsense));
    }

    [Fact]
    public async Task Who_shares_an_address_with_a_guesser_goes_on_reading()
    {
        var client = _server.Ask();
        Assert.Equal(200, (await Try(client, Key)).Status);
        for (var i = 0; i < 20; i++)
            await Try(client, Nonsense);

        Assert.Equal((429, "1"), await Try(client, Nonsense));
        Assert.Equal((200, null), await Try(client, Key));
    }

    [Fact]
    public async Task A_cookie_works_while_its_address_waits()
    {
        var client = _server.Ask();
        using var traded = await _server.Ask().PostAsync("/api/v1/operator/session", Sample.Json($$"""{"key":"{{Key}}"}"""));
        _time.Advance(WrongKeyTable.Memory + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 20; i++)
            await Try(client, Nonsense);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/operator/session");
        request.Headers.Add("Cookie", traded.Header("Set-Cookie")!.Split(';')[0]);
        using var answer = await client.SendAsync(request);

        Assert.Equal(429, (await Try(client, Key)).Status);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_login_of_the_page_is_slowed_too()
    {
        var client = _server.Ask();
        var statuses = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            using var answer = await client.PostAsync("/api/v1/operator/session", Sample.Json($$"""{"key":"{{Nonsense}}"}"""));
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([401, 401, 401, 401, 401, 429, 429], statuses);
    }

    [Fact]
    public async Task Ten_thousand_wrong_keys_fill_no_log_and_stand_in_none()
    {
        var client = _server.Ask();
        const string Session = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        for (var i = 0; i < 10_000; i++)
        {
            _server.Peer = new IPAddress(0x0A000000L + i);
            Assert.Equal(401, (await Try(client, Nonsense + i, "/api/v1/sessions/" + Session)).Status);
        }

        var lines = _log.Lines.Where(static line => line.Contains("Wrong operator key", StringComparison.Ordinal)).ToList();
        Assert.Equal(LogRateLimit.LinesPerMinute, lines.Count);
        Assert.All(lines, static line => Assert.Contains("GET /api/v1/sessions/{sid}", line));
        Assert.All(_log.Lines, static line => Assert.False(line.Contains(Nonsense, StringComparison.Ordinal) || line.Contains(Session, StringComparison.Ordinal), line));

        _time.Advance(TimeSpan.FromMinutes(1));
        await Try(client, Nonsense);
        Assert.Contains($"({10_000 - LogRateLimit.LinesPerMinute} more", _log.Lines.Last(static line => line.Contains("Wrong operator key", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_million_addresses_take_no_more_room_than_one()
    {
        var table = new WrongKeyTable(_time);
        Count(table, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 1_000_000; i++)
            Count(table, i);

        // The addresses that the test makes up, and nothing for the table.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000_000);

        static void Count(WrongKeyTable table, uint address) => table.CountWrong(ClientAddress.Of(new IPAddress(address)));
    }

    private static async Task<(int Status, string? RetryAfter)> Try(HttpClient client, string key, string path = "/api/v1/operator/session")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, answer.Header("Retry-After"));
    }
}
