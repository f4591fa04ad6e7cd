using Orleans.Runtime;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>
/// The path of events. Nearly all requests are events, so a path in the usual form is matched before routing, without route values; other forms (case,
/// escapes) are matched by routing. Both are handled by <see cref="PlayerRequests"/>.
/// </summary>
internal sealed class EventRoute(PlayerRequests requests)
{
    public const string Pattern = $"{SessionPaths.All}/{{{SidName}}}/events";

    /// <summary>Metadata that marks the endpoint of events.</summary>
    public static readonly object Mark = new();

    private const string SidName = "sid";
    private const string BeforeSid = SessionPaths.All + "/";
    private const string AfterSid = "/events";

    private Endpoint? _endpoint;

    /// <summary>Handles events before routing. Sets the mapped endpoint, by which telemetry and logs name the request.</summary>
    public RequestDelegate Middleware(RequestDelegate next, IEndpointRouteBuilder endpoints) => context =>
    {
        if (!HttpMethods.IsPost(context.Request.Method) || SidIn(context.Request.Path.Value) is not { IsEmpty: false } sid)
            return next(context);

        context.SetEndpoint(_endpoint ??= endpoints.DataSources.SelectMany(static source => source.Endpoints).Single(static endpoint => endpoint.Metadata.Contains(Mark)));
        return requests.Answer(context, PlayerOperation.Track, Id(sid));
    };

    /// <summary>Handles an event that was matched by routing.</summary>
    public Task Answer(HttpContext context) => requests.Answer(
        context, PlayerOperation.Track, context.Request.RouteValues[SidName] is string sid && SessionId.IsWellFormed(sid) ? Id(sid) : default);

    /// <summary>The session's id when the path is an event's in the usual form; else empty.</summary>
    private static ReadOnlySpan<char> SidIn(string? path) =>
        path?.Length == BeforeSid.Length + SessionId.Length + AfterSid.Length
        && path.StartsWith(BeforeSid, StringComparison.Ordinal) && path.EndsWith(AfterSid, StringComparison.Ordinal)
        && path.AsSpan(BeforeSid.Length, SessionId.Length) is var sid && SessionId.IsWellFormed(sid)
            ? sid
            : [];

    private static IdSpan Id(ReadOnlySpan<char> sid)
    {
        var bytes = new byte[SessionId.Length];
        Encoding.ASCII.GetBytes(sid, bytes);
        return new(bytes);
    }
}
