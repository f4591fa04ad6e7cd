using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>The service's addresses, called as players do: one of them at random, 5 s patience.</summary>
internal sealed class FrontDoors : IDisposable
{
    /// <summary>A player waits no longer, and no answer may take longer.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);

    private readonly HttpClient[] _doors;
    private readonly ConcurrentQueue<string> _late = [];

    public FrontDoors(IEnumerable<int> ports)
        : this(ports.Select(static port => new Uri($"http://127.0.0.1:{port}")), InTime)
    {
    }

    public FrontDoors(IEnumerable<Uri> addresses, TimeSpan patience)
    {
        MachineStalls.Watch();
        _doors = [.. addresses.Select(address => new HttpClient { BaseAddress = address, Timeout = patience })];
    }

    /// <summary>Answers to posts that took longer than 5 s; only those who have more patience see any.</summary>
    public IReadOnlyCollection<string> Late => _late;

    /// <summary>What is late while everything starts is so because the machine is busy.</summary>
    public void ForgetLate() => _late.Clear();

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
            if (TimeProvider.System.GetElapsedTime(began) is var took && took > InTime + MachineStalls.Since(began))
                _late.Enqueue($"{path[(path.LastIndexOf('/') + 1)..]} {(int)answer.StatusCode} {took.TotalSeconds:0.0} s");
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

    private HttpClient Any() => _doors[Random.Shared.Next(_doors.Length)];
}
