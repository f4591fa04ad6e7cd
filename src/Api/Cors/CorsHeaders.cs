using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SessionGrains.Api.Cors;

/// <summary>
/// The CORS headers of the protocol (digest section 1), on every answer to a player and not only to those that ask: clients compare them with the
/// published sample. ASP.NET's own CORS middleware answers only requests with an Origin, which is why it is not used.
/// </summary>
internal sealed class CorsHeaders(IOptions<CorsOptions> options)
{
    private static readonly StringValues Any = CorsOptions.Any;
    private static readonly StringValues Methods = "OPTIONS,POST,PUT";
    private static readonly StringValues RequestHeaders = "Content-Type";
    private static readonly StringValues ReadableHeaders = "Location";
    private static readonly StringValues MaxAge = "3600";
    private static readonly StringValues True = "true";
    private static readonly StringValues VariesByOrigin = "Origin";

    /// <summary>Null for any origin.</summary>
    private readonly FrozenSet<string>? _allowed =
        options.Value.AllowedOrigins is [CorsOptions.Any] ? null : options.Value.AllowedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (_allowed is null)
        {
            headers.AccessControlAllowOrigin = Any;
        }
        else
        {
            headers.Vary = VariesByOrigin;
            var origin = context.Request.Headers.Origin;
            if (origin.Count == 1 && _allowed.Contains(origin.ToString()))
            {
                headers.AccessControlAllowOrigin = origin;

                // A beacon of a browser is always sent with credentials, and is blocked without this.
                headers.AccessControlAllowCredentials = True;
            }
        }

        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlExposeHeaders = ReadableHeaders;
    }

    /// <summary>Answers OPTIONS, a preflight or not: browsers may keep the answer for an hour.</summary>
    public static Task AnswerOptions(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers[HeaderNames.AccessControlMaxAge] = MaxAge;
        return Task.CompletedTask;
    }
}
