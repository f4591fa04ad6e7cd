using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SessionGrains.Faults.Tests;

/// <summary>A receiver of a webhook that refuses some requests, breaks off some connections before or after it has stored the sessions, and can be closed.</summary>
internal sealed class SessionReceiver(int seed) : IAsyncDisposable
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, string> _events = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _repeated;
    private TinyServer? _server;

    public int Port { get; } = FreePort.Next();

    public string Secret => "whsec_" + Convert.ToBase64String(_key);

    /// <summary>Events that had come before.</summary>
    public int Repeated => _repeated;

    /// <summary>Requests that are not as they should be; what is wrong with each.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>By id of the event, which is the session's.</summary>
    public ExportedContent Read()
    {
        JsonElement[] sessions = [.. _events.Values.Select(static one => JsonDocument.Parse(one).RootElement.GetProperty("data"))];
        Assert.Equal(_events.Keys.Order(StringComparer.Ordinal), sessions.Select(static one => one.GetProperty("session").GetProperty("session_id").GetString()).Order(StringComparer.Ordinal));
        return new(
            [.. sessions.Select(static one => ExportedMetrics.OfEvent(one.GetProperty("session")))],
            [.. sessions.SelectMany(static one => one.GetProperty("rows").EnumerateArray().Select(ExportedRowKey.OfEvent))]);
    }

    public async Task OpenAsync() => _server = await TinyServer.StartAsync(Answer, new(IPAddress.Any, Port));

    public async Task CloseAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task Answer(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (!IsSigned(context.Request.Headers, body.ToArray()))
        {
            _wrong.Enqueue("its signature is wrong");
            context.Response.StatusCode = 401;
            return;
        }

        var chance = Chance();
        if (chance < 0.05)
        {
            context.Abort();
            return;
        }

        if (chance < 0.12)
        {
            context.Response.StatusCode = 500;
            return;
        }

        foreach (var one in JsonDocument.Parse(body.ToArray()).RootElement.EnumerateArray())
            Store(one.GetProperty("id").GetString()!, one.GetRawText());

        context.Response.StatusCode = 204;
        if (chance > 0.92)
            context.Abort();
    }

    private void Store(string id, string text)
    {
        if (_events.TryAdd(id, text))
            return;

        Interlocked.Increment(ref _repeated);
        if (_events[id] != text)
            _wrong.Enqueue($"an event came again and was another: {_events[id]} and {text}");
    }

    private double Chance()
    {
        lock (_random)
            return _random.NextDouble();
    }

    /// <summary>As https://www.standardwebhooks.com has it.</summary>
    private bool IsSigned(IHeaderDictionary headers, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}."), .. body];
        return headers["webhook-signature"] == "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed));
    }
}
