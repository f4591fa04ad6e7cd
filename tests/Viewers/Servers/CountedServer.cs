using Microsoft.AspNetCore.Http;

namespace SessionGrains.Viewers.Tests;

/// <summary>A server that keeps nothing but live counts, and may be wrong about them.</summary>
internal sealed class CountedServer(int wrongBy)
{
    private readonly ConcurrentDictionary<string, string> _open = new();
    private int _sessions;

    public async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            if (path == "/api/v1/live")
                await WriteCountsAsync(context.Response);
            else
                context.Response.StatusCode = path.StartsWith("/api/v1/schemas/", StringComparison.Ordinal) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;

            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var type = body.RootElement.GetProperty("eventType").GetString();
        if (type == "sessionStart")
        {
            var id = $"{Interlocked.Increment(ref _sessions):x64}";
            _open[id] = body.RootElement.GetProperty("params").GetProperty("media.id").GetString()!;
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = $"/api/v1/sessions/{id}";
            return;
        }

        if (type == "sessionEnd")
            _open.TryRemove(path.Split('/')[^2], out _);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task WriteCountsAsync(HttpResponse response)
    {
        var open = _open.Values.ToList();
        return response.WriteAsync(JsonSerializer.Serialize(new
        {
            open = open.Count + wrongBy,
            viewers = open.Count,
            titles = open.CountBy(static title => title).Select(static title => new { mediaId = title.Key, open = title.Value, viewers = title.Value }),
        }));
    }
}
