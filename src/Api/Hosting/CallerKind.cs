namespace SessionGrains.Api.Hosting;

/// <summary>Whom an endpoint is for, as endpoint metadata: it decides which rules the front door applies. None: operators, so that one which was forgotten is closed.</summary>
internal enum CallerKind : byte
{
    /// <summary>Players: no credentials, CORS headers on every answer.</summary>
    Players = 1,

    /// <summary>Players, with a body: whoever answers them does all that the front door does for others.</summary>
    PlayerRequests = 2,

    /// <summary>Operators: the operator rule, no CORS headers.</summary>
    Operators = 3,

    /// <summary>Anybody: what holds nothing that was sent, such as health, the live page's files and the docs.</summary>
    Anybody = 4,
}

/// <summary>Marks endpoints with their audience.</summary>
internal static class CallerKindConventions
{
    public static TBuilder ForPlayers<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.Players, 0));

    public static TBuilder ForPlayerRequests<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.PlayerRequests, 0));

    public static TBuilder ForAnybody<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.Anybody, 0));

    /// <summary>Needs a key that allows it (the operator rule). Whatever changes something says <see cref="OperatorPermission.Control"/>.</summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder endpoints, OperatorPermission permission = OperatorPermission.Read)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new CallerKindMetadata(CallerKind.Operators, permission));

    /// <summary>
    /// Whom the request's answer is for. A path under /api that nothing answers is a player's: a browser must be able to read the 404. What routing
    /// itself answers (405 to an operator's path) is for operators, like every endpoint that does not say.
    /// </summary>
    public static CallerKind? GetAudience(this HttpContext context) => context.GetEndpoint() switch
    {
        { } endpoint => endpoint.Metadata.GetMetadata<CallerKindMetadata>()?.CallerKind ?? CallerKind.Operators,
        null when context.Request.Path.StartsWithSegments("/api") => CallerKind.Players,
        null => null,
    };

    /// <summary>What the request's key must allow.</summary>
    public static OperatorPermission GetPermission(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CallerKindMetadata>()?.Permission ?? OperatorPermission.Read;

    /// <summary>The request's path as logs may have it: without the ids in it.</summary>
    public static string GetRoute(this HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? route : "(no such operation)";
}

/// <summary>Whom an endpoint is for, and what of operators it asks.</summary>
internal sealed record CallerKindMetadata(CallerKind CallerKind, OperatorPermission Permission);
