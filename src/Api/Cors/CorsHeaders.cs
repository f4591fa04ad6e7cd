using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SessionGrains.Api.Cors;

/// <summary>
/// The CORS headers of every response to a player (docs/protocol.md#1-operations), whether or not the request has an Origin: clients compare responses with the
/// published sample. ASP.NET's CORS middleware only handles requests with an Origin, so it is not used.
/// </summary>
internal sealed class CorsHeaders(IOptions<CorsOptions> options)
{
    private static readonly StringValues Any = CorsOptions.Any;
    private static readonly StringValues Methods = "OPTIONS,POST,PUT";
    private static readonly StringValues RequestHeaders = "Content-Type";
    private static readonly StringValues ReadableHeaders = "Location";
    private static readonly StringValues RetryAfter = HeaderNames.RetryAfter;
    private static readonly StringValues MaxAge = "3600";
    private static readonly StringValues True = "true";
    private static readonly StringValues VaryOrigin = "Origin";

    /// <summary>Null: any origin.</summary>
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
            headers.Vary = VaryOrigin;
            var origin = context.Request.Headers.Origin;
            if (origin.Count == 1 && _allowed.Contains(origin.ToString()))
            {
                headers.AccessControlAllowOrigin = origin;

                // Browsers send beacons with credentials and block the response without this header.
                headers.AccessControlAllowCredentials = True;
            }
        }

        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlExposeHeaders = ReadableHeaders;
    }

    /// <summary>The headers of answers to clients that send credentials: they need their exact origin, also where any is allowed.</summary>
    public void WriteWithCredentials(HttpContext context)
    {
        Write(context);
        var origin = context.Request.Headers.Origin;
        var headers = context.Response.Headers;
        headers.AccessControlExposeHeaders = RetryAfter;
        if (_allowed is null && origin.Count == 1 && CanBeEchoed(origin!))
        {
            headers.Vary = VaryOrigin;
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = True;
        }
    }

    /// <summary>Answers the preflight of a client that sends credentials: it may use the headers that it asks for.</summary>
    public Task AnswerPreflight(HttpContext context)
    {
        WriteWithCredentials(context);
        if (context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked && CanBeEchoed(asked.ToString()))
        {
            context.Response.Headers.AccessControlAllowHeaders = asked;
        }

        return AnswerOptions(context);
    }

    /// <summary>A request's headers may have characters that an answer's may not.</summary>
    private static bool CanBeEchoed(string text) => text.Length > 0 && text != CorsOptions.Any && Ascii.IsValid(text) && !text.Any(char.IsControl);

    /// <summary>Answers OPTIONS, a preflight or not. Browsers may cache the response for an hour.</summary>
    public static Task AnswerOptions(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers[HeaderNames.AccessControlMaxAge] = MaxAge;
        return Task.CompletedTask;
    }
}
