using System.Net;
using System.Net.Http.Headers;
using SessionGrains.Cluster.Tests.Processes;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>The service's addresses, called as players do: one of them at random, 5 s patience.</summary>
internal sealed class FrontDoors : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient[] _doors;
    private long _slowest;

    public FrontDoors(IEnumerable<int> ports)
        : this(ports.Select(static port => new Uri($"http://127.0.0.1:{port}")), Patience)
    {
    }

    public FrontDoors(IEnumerable<Uri> addresses, TimeSpan patience) =>
        _doors = [.. addresses.Select(address => new HttpClient { BaseAddress = address, Timeout = patience })];

    /// <summary>Longest time that an answer to a post took.</summary>
    public TimeSpan SlowestAnswer => TimeSpan.FromTicks(Interlocked.Read(ref _slowest));

    public void Dispose() => Array.ForEach(_doors, static door => door.Dispose());

    /// <summary>Posts a body. Null when there was no answer.</summary>
    public async Task<HttpResponseMessage?> PostAsync(string path, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var began = TimeProvider.System.GetTimestamp();
            var answer = await Any().PostAsync(new Uri(path, UriKind.Relative), content);
            NoteTook(TimeProvider.System.GetElapsedTime(began).Ticks);
            return answer;
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

    private void NoteTook(long ticks)
    {
        for (var slowest = Interlocked.Read(ref _slowest); ticks > slowest;)
        {
            var seen = Interlocked.CompareExchange(ref _slowest, ticks, slowest);
            if (seen == slowest)
                return;

            slowest = seen;
        }
    }

    private HttpClient Any() => _doors[Random.Shared.Next(_doors.Length)];
}
