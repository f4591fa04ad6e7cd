namespace SessionGrains.Api.Hosting;

/// <summary>Who an endpoint is for, as endpoint metadata. Selects the rules that the front door applies. Endpoints without it are for operators, so a forgotten one is closed.</summary>
internal enum CallerKind : byte
{
    /// <summary>Players: no credentials, CORS headers on every answer.</summary>
    Players = 1,

    /// <summary>Players' requests with a body: their handler does everything that the middleware does for others.</summary>
    PlayerRequests = 2,

    /// <summary>Operators: access rule, no CORS headers.</summary>
    Operators = 3,

    /// <summary>Anybody: endpoints without session data, such as health, the live page's files and the docs.</summary>
    Anybody = 4,
}

internal static class CallerKindConventions
{
    public static TBuilder ForPlayers<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.Players, 0));

    public static TBuilder ForPlayerRequests<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.PlayerRequests, 0));

    public static TBuilder ForAnybody<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.Anybody, 0));

    /// <summary>Requires a key with this permission. Endpoints that change something need <see cref="OperatorPermission.Control"/>.</summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder endpoints, OperatorPermission permission = OperatorPermission.Read)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.Operators, permission));

    /// <summary>
    /// Who the response is for; null outside /api without an endpoint. Unknown paths below /api count as players', so that a browser can read the 404. Routing's own endpoints (405 on an operators'
    /// path) have no metadata and count as operators'.
    /// </summary>
    public static CallerKind? GetAudience(this HttpContext context) => context.GetEndpoint() switch
    {
        { } endpoint => endpoint.Metadata.GetMetadata<CallerKindMetadata>()?.CallerKind ?? CallerKind.Operators,
        null when context.Request.Path.StartsWithSegments("/api") => CallerKind.Players,
        null => null,
    };

    /// <summary>The permission that the endpoint requires.</summary>
    public static OperatorPermission GetPermission(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CallerKindMetadata>()?.Permission ?? OperatorPermission.Read;

    /// <summary>The route pattern, for logs: the path without ids.</summary>
    public static string GetRoute(this HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? route : "(no such operation)";
}

internal sealed record CallerKindMetadata(CallerKind CallerKind, OperatorPermission Permission);
