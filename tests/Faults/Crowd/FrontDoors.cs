using System.Net;
using System.Net.Http.Headers;
using SessionGrains.Cluster.Tests.Processes;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>The service's addresses, called as players do: one of them at random, 5 s patience.</summary>
internal sealed class FrontDoors : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient[] _doors;

    public FrontDoors(IEnumerable<int> ports) => _doors = [.. ports.Select(static port => new HttpClient
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = Patience,
    })];

    public void Dispose() => Array.ForEach(_doors, static door => door.Dispose());

    /// <summary>Posts a body. Null when there was no answer.</summary>
    public async Task<HttpResponseMessage?> PostAsync(string path, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return await Any().PostAsync(new Uri(path, UriKind.Relative), content);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Reads a path as an operator. Null when there was no answer.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body)?> GetAsync(string path)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", RunningProcess.OperatorKey);
            using var answer = await Any().SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    private HttpClient Any() => _doors[Random.Shared.Next(_doors.Length)];
}
