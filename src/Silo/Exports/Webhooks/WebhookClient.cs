using System.Globalization;
using System.Net;
using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>Posts batches to a receiver, which has taken them if it answers 2xx.</summary>
internal sealed class WebhookClient(WebhookSettings settings, TimeProvider time) : IDisposable
{
    private const string ContentType = "application/cloudevents-batch+json; charset=utf-8";

    /// <summary>Bytes of an answer's body that are read, so that its connection can be used again. Nobody looks at them.</summary>
    private const int MostDrained = 4 << 10;

    /// <summary>KiB of an answer's headers.</summary>
    private const int MostHeaders = 16;

    /// <summary>Characters of a receiver's words in a message.</summary>
    private const int MostQuoted = 200;

    private readonly string _server = settings.Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    private readonly string _section = $"{ExportOptions.Sinks}:{settings.Sink}";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = settings.Timeout,

        // The receiver's address may change.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseDrainSize = MostDrained,
        MaxResponseHeadersLength = MostHeaders,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <exception cref="SinkGoneException">The receiver wants nothing more.</exception>
    /// <exception cref="FailedRequestException">It was not reached, or refused, or did not answer in time.</exception>
    public async Task SendAsync(WebhookBatch batch, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(settings.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var request = RequestFor(batch);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw RefusalBy(answer, batch);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(batch, $"{_server} did not answer within {settings.Timeout.TotalSeconds:0.###} s: see whether it is well, or set {_section}:{nameof(WebhookSinkOptions.Timeout)} higher or {_section}:{nameof(WebhookSinkOptions.MaxBatch)} lower.", cause: e);
        }
        catch (HttpRequestException e)
        {
            var reason = e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
            throw Failure(batch, $"{_server} did not take the sessions ({Quoted(reason)}): see whether it is well and {_section}:{nameof(WebhookSinkOptions.Url)} is right.", cause: e);
        }
    }

    private HttpRequestMessage RequestFor(WebhookBatch batch)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(batch.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TryAddWithoutValidation("User-Agent", "SessionGrains");
        request.Headers.TryAddWithoutValidation("webhook-id", batch.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", settings.Signer.Sign(batch.Id, timestamp, batch.Body));
        return request;
    }

    private Exception RefusalBy(HttpResponseMessage answer, WebhookBatch batch)
    {
        var status = (int)answer.StatusCode;
        return status switch
        {
            (int)HttpStatusCode.Gone => new SinkGoneException($"{_server} answered 410: it wants no more sessions. Resume the sink when it does, or remove {_section}."),
            >= 300 and < 400 => Refusal($"{status}{(answer.Headers.Location is { } target ? $" to {ServerOf(target)}" : "")}: redirects are not followed; set {_section}:{nameof(WebhookSinkOptions.Url)} to the final address."),
            401 or 403 => Refusal($"{status}: see whether it knows {_section}:{nameof(WebhookSinkOptions.Secret)} and its clock is right."),
            404 or 405 => Refusal($"{status}: see whether {_section}:{nameof(WebhookSinkOptions.Url)} is right."),
            413 => Refusal($"{status}: have it take bodies of more than 1 MiB, or set {_section}:{nameof(WebhookSinkOptions.MaxBatch)} lower."),
            429 or >= 500 => Refusal($"{status}: see whether it is well."),
            _ => Refusal($"{status}: its log should say what it refuses."),
        };

        FailedRequestException Refusal(string what) => Failure(batch, $"{_server} answered {what}", RetryAfterOf(answer));
    }

    private FailedRequestException Failure(WebhookBatch batch, string message, TimeSpan? retryAfter = null, Exception? cause = null) =>
        new(message, cause) { First = batch.First, Count = batch.Count, GiveUpAfter = settings.GiveUpAfter, RetryAfter = retryAfter };

    /// <summary>Seconds or a date, whatever the answer is.</summary>
    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>No more of it: a path may hold a token, as that of the setting may.</summary>
    private static string ServerOf(Uri target) => target.IsAbsoluteUri ? Quoted(target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)) : "another path";

    private static string Quoted(string text) => text.Length <= MostQuoted ? text : text[..MostQuoted] + "…";
}
