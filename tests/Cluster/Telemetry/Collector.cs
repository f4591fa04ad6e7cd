using Microsoft.AspNetCore.Http;

namespace SessionGrains.Cluster.Tests;

/// <summary>Receives what OpenTelemetry sends by HTTP. The texts in a protobuf message can be read as they are.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> _received = [];
    private TinyServer? _server;

    public Uri Address => _server!.Address;

    /// <summary>Everything received for <c>traces</c> or <c>metrics</c>.</summary>
    public string Received(string signal) => string.Concat(_received.Where(part => part.Path == "/v1/" + signal).Select(static part => part.Body));

    public async Task StartAsync() => _server = await TinyServer.StartAsync(ReceiveAsync);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
    }
}
