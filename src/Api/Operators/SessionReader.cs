using System.Buffers;
using System.Text.Json;
using SessionGrains.Api.MediaCollection;

namespace SessionGrains.Api.Operators;

/// <summary>Answers <c>GET /sessions/{sid}</c>.</summary>
internal sealed class SessionReader(SessionCalls sessions)
{
    public async Task ReadSession(HttpContext context)
    {
        var known = context.Request.RouteValues["sid"] is string sid && SessionId.IsWellFormed(sid);
        var view = known ? await sessions.Read((string)context.Request.RouteValues["sid"]!) : null;
        if (view is null)
        {
            await PlayerProblems.UnknownSession(context);
            return;
        }

        var json = new ArrayBufferWriter<byte>(4096);
        await using (var writer = new Utf8JsonWriter(json, SessionViewWriter.Options))
            SessionViewWriter.Write(writer, view);

        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = json.WrittenCount;
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(json.WrittenMemory, context.RequestAborted);
    }
}
