namespace SessionGrains.Bench.Rival;

/// <summary>Plain request delegates: no binding, no filters, no result objects.</summary>
internal sealed class Handlers(SessionTable sessions)
{
    public async Task Start(HttpContext context)
    {
        var (start, body) = await RequestBody.ReadAsync(context.Request, TakeStart);
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var sid = SessionPath.NewId();
        await sessions.StartAsync(sid, body, start);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentLength = 0;
        context.Response.Headers.Location = string.Concat(SessionPath.Sessions, "/", sid);
    }

    public async Task Track(HttpContext context)
    {
        var happened = await RequestBody.ReadAsync(context.Request, TakeEvent);
        context.Response.StatusCode = happened is { } valid
            ? await sessions.TrackAsync((string)context.Request.RouteValues["sid"]!, valid)
            : StatusCodes.Status400BadRequest;
    }

    private static (Envelope Start, byte[]? Body) TakeStart(bool isValid, in Envelope envelope, ReadOnlySpan<byte> body) =>
        isValid && envelope.Type == EventTypes.SessionStart ? (envelope, body.ToArray()) : default;

    private static Envelope? TakeEvent(bool isValid, in Envelope envelope, ReadOnlySpan<byte> body) =>
        isValid && envelope.Type != EventTypes.SessionStart ? envelope : null;
}
