namespace SessionGrains.Api.Tests;

/// <summary>Requests of a client, sent as they are in a vector but for the ids that this server gives.</summary>
internal sealed class EdgeRecording
{
    private readonly HttpClient _client;
    private readonly JsonArray _requests;
    private readonly bool _escapesSlashes;
    private readonly JsonSerializerOptions _writing;

    public EdgeRecording(HttpClient client, string file)
    {
        _client = client;
        var vector = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "edge", file)))!;
        _requests = vector["requests"]!.AsArray();
        _escapesSlashes = (bool?)vector["escapesSlashes"] == true;
        _writing = new() { WriteIndented = (bool?)vector["isIndented"] == true };
        Ecid = (string?)vector["ecid"];
    }

    /// <summary>The sessions that were opened, in their order.</summary>
    public List<string> Sids { get; } = [];

    /// <summary>The viewer's id as the first answer with one said it; before that as the client has it.</summary>
    public string? Ecid { get; private set; }

    /// <summary>The bodies of the answers; null for an empty one.</summary>
    public List<string?> Answers { get; } = [];

    /// <summary>Sends all requests and asserts on the statuses.</summary>
    /// <param name="times">How often each event is sent that opens no session: more than once as after a lost answer.</param>
    public async Task SendAsync(int times = 1)
    {
        foreach (var request in _requests)
        {
            var repeats = (int)request!["answeredWith"]! == (int)HttpStatusCode.NoContent ? times : 1;
            for (var i = 0; i < repeats; i++)
                await SendAsync(request);
        }
    }

    private async Task SendAsync(JsonNode request)
    {
        var body = request["body"]!.ToJsonString(_writing).Replace("{ecid}", Ecid, StringComparison.Ordinal);
        for (var i = 0; i < Sids.Count; i++)
            body = body.Replace($"{{sid{i + 1}}}", Sids[i], StringComparison.Ordinal);
        if (_escapesSlashes)
            body = body.Replace("/", "\\/", StringComparison.Ordinal);
        using var message = new HttpRequestMessage(HttpMethod.Post, (string)request["path"]!) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, value) in request["headers"]!.AsObject())
        {
            if (!message.Headers.TryAddWithoutValidation(name, (string)value!))
                message.Content.Headers.TryAddWithoutValidation(name, (string)value!);
        }

        using var answer = await _client.SendAsync(message);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)request["answeredWith"]! == (int)answer.StatusCode, $"{request["path"]}: {(int)answer.StatusCode} {text}");
        Answers.Add(text.Length > 0 ? text : null);
        if (text.Length == 0)
            return;

        var said = JsonNode.Parse(text.Trim('\0', '\n'))!;
        Ecid ??= (string?)said.Handle("identity:result")?["payload"]![0]!["id"];
        if (said.Handle("media-analytics:new-session") is { } session)
            Sids.Add((string)session["payload"]![0]!["sessionId"]!);
    }
}
