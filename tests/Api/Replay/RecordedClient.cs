namespace SessionGrains.Api.Tests;

/// <summary>Sends what a real client was recorded sending: in its order, with as many requests in flight as it had.</summary>
internal sealed class RecordedClient(HttpClient client, RecordedEvents recording)
{
    private readonly List<Task<string>> _sessions = [];

    /// <summary>Path of each session that an answer gave, in order; asserts each recorded status on the way.</summary>
    public async Task<string[]> Replay()
    {
        var inFlight = new List<Task>();
        foreach (var request in recording.Requests)
        {
            while (inFlight.Count >= (int)request!["concurrent"]!)
            {
                var answered = await Task.WhenAny(inFlight);
                inFlight.Remove(answered);
                await answered;
            }

            var path = await Resolve((string)request["path"]!);
            inFlight.Add(Send(path, request));
        }

        await Task.WhenAll(inFlight);
        return await Task.WhenAll(_sessions);
    }

    private async Task<string> Resolve(string path)
    {
        for (var n = 0; n < _sessions.Count; n++)
            path = path.Replace($"/api/v1/sessions/{{sid{n + 1}}}", await _sessions[n], StringComparison.Ordinal);
        return path;
    }

    private Task<HttpResponseMessage> Send(string path, JsonNode recorded)
    {
        var answer = Ask(path, recorded);
        if ((int)recorded["answeredWith"]! == 201)
            _sessions.Add(Location(answer));
        return answer;
    }

    private async Task<HttpResponseMessage> Ask(string path, JsonNode recorded)
    {
        using var request = new HttpRequestMessage(new HttpMethod((string)recorded["method"]!), path);
        request.Headers.Add("Origin", "https://player.example");
        if (recorded["body"] is { } body)
            request.Content = Sample.Json(body.ToJsonString());
        if ((string?)recorded["preflightHeaders"] is { } headers)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", headers);
        }

        var answer = await client.SendAsync(request);
        Assert.Equal((int)recorded["answeredWith"]!, (int)answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        return answer;
    }

    private static async Task<string> Location(Task<HttpResponseMessage> answer) => (await answer).Headers.Location!.OriginalString;
}
