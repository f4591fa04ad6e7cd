using Microsoft.AspNetCore.Http;

namespace SessionGrains.Grains.Tests;

/// <summary>A receiver of webhooks on a free port, which keeps what it is sent and answers as a test wants it to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<WebhookRequest> _requests = new();
    private TinyServer _server = null!;

    /// <summary>The answer to the request of this number, from 1.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = static (_, _) => Task.CompletedTask;

    public IReadOnlyList<WebhookRequest> Requests => [.. _requests];

    public Uri Url { get; private set; } = null!;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver._server = await TinyServer.StartAsync(receiver.TakeAsync);
        receiver.Url = new(receiver._server.Address, "sessions?token=t0ken");
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue(new(
            context.Request.Method, context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        await Answer(_requests.Count, context);
    }
}

internal sealed record WebhookRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement[] Events => [.. JsonDocument.Parse(Body).RootElement.EnumerateArray()];

    public IEnumerable<string?> EventIds => Events.Select(static one => one.GetProperty("id").GetString());
}
