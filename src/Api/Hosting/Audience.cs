namespace SessionGrains.Api.Hosting;

/// <summary>Whom an endpoint is for, as endpoint metadata: it decides which rules <see cref="FrontDoor"/> applies. None: anybody.</summary>
internal enum Audience : byte
{
    /// <summary>Players: no credentials, CORS headers on every answer.</summary>
    Players = 1,

    /// <summary>Players, with a body: <see cref="MediaCollection.Requests.PlayerRequests"/> does all that <see cref="FrontDoor"/> does for others.</summary>
    PlayerRequests = 2,

    /// <summary>Operators: the operator rule, no CORS headers.</summary>
    Operators = 3,
}

/// <summary>Marks endpoints with their audience.</summary>
internal static class AudienceConventions
{
    public static TBuilder ForPlayers<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AudienceMetadata(Audience.Players));

    public static TBuilder ForPlayerRequests<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AudienceMetadata(Audience.PlayerRequests));

    /// <summary>Reading needs the operator key, or the loopback without one (design decision 8).</summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AudienceMetadata(Audience.Operators));

    /// <summary>Whom the request's answer is for. A path under /api that nothing answers is a player's: a browser must be able to read the 404.</summary>
    public static Audience? GetAudience(this HttpContext context) => context.GetEndpoint() switch
    {
        { } endpoint => endpoint.Metadata.GetMetadata<AudienceMetadata>()?.Audience,
        null when context.Request.Path.StartsWithSegments("/api") => Audience.Players,
        null => null,
    };

    private sealed record AudienceMetadata(Audience Audience);
}
