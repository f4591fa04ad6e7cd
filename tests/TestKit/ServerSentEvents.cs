using System.Text.Json.Nodes;

namespace SessionGrains.TestKit;

/// <summary>Reads a stream of Server-Sent Events as a browser does.</summary>
internal sealed class ServerSentEvents(HttpResponseMessage answer, StreamReader lines) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public HttpResponseMessage Answer => answer;

    /// <summary>What a client that comes back would send as Last-Event-ID; null: the stream gave none yet.</summary>
    public string? LastId { get; private set; }

    public static async Task<ServerSentEvents> Open(HttpClient client, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event; null at the end. Comments and fields without an event are passed over.</summary>
    public async Task<(string Name, JsonNode Data)?> Next()
    {
        string? name = null, data = null;
        using var patience = new CancellationTokenSource(Patience);
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line[4..];
            else if (line.Length == 0 && name is not null && data is not null)
                return (name, JsonNode.Parse(data)!);
        }

        return null;
    }

    /// <summary>The next event of that name whose data is as wanted; all before it are passed over.</summary>
    public async Task<JsonNode> Until(string name, Func<JsonNode, bool>? isWanted = null)
    {
        while (await Next() is { } next)
        {
            if (next.Name == name && (isWanted?.Invoke(next.Data) ?? true))
                return next.Data;
        }

        Assert.Fail($"The stream ended without the {name} that was waited for.");
        return null!;
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}
