using System.Net.Http.Headers;
using System.Net.Sockets;
using SessionGrains.Viewers.Options;

namespace SessionGrains.Viewers.Crowd;

/// <summary>The server as players and operators reach it. Never throws for what a server does, and always answers within the patience of a player.</summary>
internal sealed class TrackingServer : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly CrowdOptions _options;
    private readonly HttpMessageInvoker _http;

    public TrackingServer(CrowdOptions options)
    {
        _options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = options.Connections,
            ConnectTimeout = options.Patience,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !options.BaseUrl.IsLoopback,
            ActivityHeadersPropagator = null,
        });
    }

    public void Dispose() => _http.Dispose();

    public Task<Answer> PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(_options.BaseUrl, path)) { Content = content }, readsSuccess: false, cancellationToken);
    }

    /// <summary>Reads as an operator.</summary>
    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_options.BaseUrl, path));
        if (_options.Key is { } key)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");

        return SendAsync(request, readsSuccess: true, cancellationToken);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request, bool readsSuccess, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Patience);
        try
        {
            using (request)
            using (var response = await _http.SendAsync(request, patience.Token))
            {
                var code = (int)response.StatusCode;
                var location = response.Headers.Location?.OriginalString;
                return readsSuccess || code is < 200 or >= 300
                    ? new Answer(code, location, await response.Content.ReadAsStringAsync(patience.Token))
                    : new Answer(code, location);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return new Answer(Answer.None, Text: Reason(e));
        }
    }

    private string Reason(Exception e) => e switch
    {
        OperationCanceledException => $"no answer within {DurationText.Text(_options.Patience)}",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        { InnerException: SocketException socket } => socket.Message,
        { InnerException: System.Security.Authentication.AuthenticationException tls } => $"no TLS: {tls.Message}",
        _ => e.Message,
    };
}
