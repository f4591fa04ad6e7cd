using System.Net.Http.Headers;
using System.Security.Authentication;

namespace SessionGrains.Players;

/// <summary>
/// The server as players and operators reach it, each request through one of its addresses at random. Requests never throw for a failure of the server or the
/// network, and are always answered within the patience.
/// </summary>
/// <param name="addresses">Of the front doors. A path before <c>/api</c> is kept.</param>
/// <param name="patience">How long an answer is waited for; 5 s if left out, as real players wait.</param>
/// <param name="key">The operator key for reads; null: none.</param>
/// <param name="connections">At most so many to one address.</param>
/// <param name="from">The address that connections come from; null: any.</param>
internal sealed class TrackingServer(IReadOnlyList<Uri> addresses, TimeSpan? patience = null, string? key = null, int connections = int.MaxValue, IPAddress? from = null) : IDisposable
{
    public const string Sessions = "api/v1/sessions";

    /// <summary>Where Media Edge clients send their events to, each type below it.</summary>
    public const string EdgeEvents = "ee/va/v1";

    /// <summary>The datastream that Media Edge clients name.</summary>
    public const string ConfigId = "viewers";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(5);
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        ConnectTimeout = patience ?? TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = from is null && addresses.Any(static address => !address.IsLoopback),
        ActivityHeadersPropagator = null,
        ConnectCallback = from is null ? null : BoundClient.ConnectFrom(from),
    });

    /// <summary>A server on ports of this machine.</summary>
    public TrackingServer(IEnumerable<int> ports, TimeSpan? patience = null, string? key = null, IPAddress? from = null)
        : this([.. ports.Select(static port => new Uri($"http://127.0.0.1:{port}/"))], patience, key, from: from)
    {
    }

    /// <summary>Called with every post that was answered, if set.</summary>
    public Action<string, Answer>? Answered { get; set; }

    /// <summary>The path of a session.</summary>
    public static string PathOf(string id) => $"{Sessions}/{id}";

    public void Dispose() => _http.Dispose();

    /// <param name="path">With or without a slash before it.</param>
    /// <param name="body">As it is sent.</param>
    /// <param name="coding">The Content-Encoding of the body; null: none.</param>
    /// <param name="cancellationToken">Gives the request up; that is no answer.</param>
    public async Task<Answer> PostAsync(string path, ReadOnlyMemory<byte> body, string? coding = null, CancellationToken cancellationToken = default)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        if (coding is not null)
            content.Headers.ContentEncoding.Add(coding);

        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, UriOf(path)) { Content = content }, cancellationToken);
        if (answer.Code != Answer.None)
            Answered?.Invoke(path, answer);
        return answer;
    }

    /// <summary>Reads as an operator.</summary>
    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, UriOf(path));
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return SendAsync(request, cancellationToken);
    }

    private Uri UriOf(string path) => new(addresses[Random.Shared.Next(addresses.Count)], path.TrimStart('/'));

    private async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(_patience);
        try
        {
            using (request)
            using (var response = await _http.SendAsync(request, waiting.Token))
            {
                var code = (int)response.StatusCode;
                var text = code is 201 or 204 ? null : await response.Content.ReadAsStringAsync(waiting.Token);
                return new Answer(code, response.Headers.Location?.OriginalString, text) { SaysWhenAgain = response.Headers.RetryAfter is not null, Took = TimeProvider.System.GetElapsedTime(began) };
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return new Answer(Answer.None, Text: Reason(e)) { Took = TimeProvider.System.GetElapsedTime(began) };
        }
    }

    private string Reason(Exception e) => e switch
    {
        OperationCanceledException => string.Create(CultureInfo.InvariantCulture, $"no answer within {_patience.TotalSeconds:0.###}s"),
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        { InnerException: SocketException socket } => socket.Message,
        { InnerException: AuthenticationException tls } => $"no TLS: {tls.Message}",
        _ => e.Message,
    };
}
