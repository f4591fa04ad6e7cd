using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SessionGrains.Cluster.Tests;

/// <summary>Takes what OpenTelemetry sends by HTTP. The texts in a protobuf message can be read as they are.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> _received = [];
    private readonly WebApplication _server;

    public Collector(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        _server = builder.Build();
        _server.Run(Receive);
    }

    public Uri Address { get; }

    /// <summary>All that came for <c>traces</c> or <c>metrics</c>.</summary>
    public string Received(string signal) => string.Concat(_received.Where(part => part.Path == "/v1/" + signal).Select(static part => part.Body));

    public Task StartAsync() => _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Receive(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
    }
}
