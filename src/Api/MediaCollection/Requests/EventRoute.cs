using System.Text;
using Orleans.Runtime;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>
/// The path of events. Nearly all requests are events, so one that is written as clients write it is found before routing, without route values; in another
/// form (other case, escapes) it is found by routing. Both go the way of <see cref="PlayerRequests"/>.
/// </summary>
internal sealed class EventRoute(PlayerRequests requests)
{
    public const string Pattern = $"{SessionPaths.All}/{{{SidName}}}/events";

    /// <summary>Metadata of the endpoint that events are mapped to.</summary>
    public static readonly object Mark = new();

    private const string SidName = "sid";
    private const string BeforeSid = SessionPaths.All + "/";
    private const string AfterSid = "/events";

    private Endpoint? _endpoint;

    /// <summary>Takes events out of the pipeline. It must know the mapped endpoint, which is what telemetry and logs call them by.</summary>
    public RequestDelegate Before(RequestDelegate next, IEndpointRouteBuilder endpoints) => context =>
    {
        if (!HttpMethods.IsPost(context.Request.Method) || SidIn(context.Request.Path.Value) is not { IsEmpty: false } sid)
            return next(context);

        context.SetEndpoint(_endpoint ??= endpoints.DataSources.SelectMany(static source => source.Endpoints).Single(static endpoint => endpoint.Metadata.Contains(Mark)));
        return requests.Answer(context, PlayerOperation.Track, Id(sid));
    };

    /// <summary>Answers an event that came by routing.</summary>
    public Task Answer(HttpContext context) => requests.Answer(
        context, PlayerOperation.Track, context.Request.RouteValues[SidName] is string sid && SessionId.IsWellFormed(sid) ? Id(sid) : default);

    /// <summary>The id where the path is that of an event, as clients write it; otherwise nothing.</summary>
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
