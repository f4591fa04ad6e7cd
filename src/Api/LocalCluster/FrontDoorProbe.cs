using System.Net;

namespace SessionGrains.Api.LocalCluster;

/// <summary>Polls whether the front door of a local cluster is ready.</summary>
internal sealed class FrontDoorProbe : IDisposable
{
    private readonly HttpClient _http;

    public FrontDoorProbe(Uri address)
    {
        // Our own child process on this machine, so an untrusted development certificate is fine.
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public async Task<bool> AnswersAsync(CancellationToken stopping)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("health/ready", UriKind.Relative), stopping);
            return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
