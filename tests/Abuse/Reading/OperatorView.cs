using System.Net.Http.Headers;

namespace SessionGrains.Abuse.Tests;

/// <summary>Reads everything that an operator can, and complains of what is no 200, not in time, not JSON or too long.</summary>
internal sealed class OperatorView : IDisposable
{
    /// <summary>An answer is about 1 MiB at most; the report feed alone goes on, line by line.</summary>
    private const int LongestAnswer = (1024 + 256) * 1024;

    private const int ReadersAtATime = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;

    public OperatorView(int port)
    {
        _http = BoundClient.From(Loopback.Operator, port, Patience);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AttackedService.OperatorKey);
    }

    public void Dispose() => _http.Dispose();

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return (int)answer.StatusCode == 200;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public Task<HttpResponseMessage> OpenAsync(string path, string? lastEventId = null, CancellationToken cancelled = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
    }

    /// <summary>These sessions: each as it is, with its journal, and as a stream from its beginning and resumed.</summary>
    public async Task ReadSessionsAsync(IEnumerable<string> sessions, Complaints complaints, bool andStreams = true) =>
        await Parallel.ForEachAsync(sessions, new ParallelOptions { MaxDegreeOfParallelism = ReadersAtATime }, async (session, _) =>
        {
            using var read = await ReadAsync(session, complaints, "a session");
            using var journal = await ReadAsync(session + "?journal=true", complaints, "a journal");
            if (andStreams)
                await EventStreams.ReadAsync(this, session + "/stream", complaints, "a session's stream");
        });

    /// <summary>Live numbers, their past, their stream, searches and schemas.</summary>
    public async Task ReadAudienceAsync(Complaints complaints)
    {
        foreach (var path in (string[])["/api/v1/live", "/api/v1/live?top=200", "/api/v1/live/history?resolution=second", "/api/v1/live/history?resolution=minute"])
            (await ReadAsync(path, complaints, path))?.Dispose();
        foreach (var path in (string[])["/api/v1/sessions?limit=200", "/api/v1/sessions?limit=200&status=open", "/api/v1/sessions?limit=200&status=closed"])
            (await ReadAsync(path, complaints, "a search"))?.Dispose();
        foreach (var type in EventText.Types)
            (await ReadAsync("/api/v1/schemas/" + type, complaints, "a schema"))?.Dispose();
        await EventStreams.ReadAsync(this, "/api/v1/live/stream", complaints, "the live stream");
    }

    /// <summary>One answer that must be JSON; null, with a complaint, when it is not.</summary>
    public async Task<JsonDocument?> ReadAsync(string path, Complaints complaints, string what)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            var body = await answer.Content.ReadAsByteArrayAsync();
            if ((int)answer.StatusCode != 200)
                complaints.Add($"{what} was answered {(int)answer.StatusCode}", path);
            else if (body.Length > LongestAnswer)
                complaints.Add($"{what} is longer than {LongestAnswer} bytes", $"{body.Length} bytes of {path}");
            else
                return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            complaints.Add($"{what} is not JSON", $"{path}: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            complaints.Add($"{what} broke off or did not come", $"{path}: {e.Message}");
        }

        return null;
    }
}
