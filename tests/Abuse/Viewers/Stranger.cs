using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SessionGrains.Abuse.Tests.Viewers;

/// <summary>Somebody who posts bodies from one address.</summary>
internal sealed class Stranger(int port, IPAddress address) : IDisposable
{
    private readonly HttpClient _http = BoundClient.From(address, port, TimeSpan.FromSeconds(15));

    public void Dispose() => _http.Dispose();

    /// <summary>Posts a body; status 0 when no answer came.</summary>
    public async Task<(int Status, string? Location)> PostAsync(string path, ReadOnlyMemory<byte> body, string? coding = null)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (coding is not null)
                content.Headers.ContentEncoding.Add(coding);
            using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
            return ((int)answer.StatusCode, answer.Headers.Location?.OriginalString);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return (0, null);
        }
    }

    /// <summary>Opens a session; null when it was refused.</summary>
    public async Task<string?> OpenAsync(string start) => (await PostAsync("/api/v1/sessions", Encoding.UTF8.GetBytes(start))).Location;

    public async Task<int> SendAsync(string session, string body) => (await PostAsync(session + "/events", Encoding.UTF8.GetBytes(body))).Status;
}
