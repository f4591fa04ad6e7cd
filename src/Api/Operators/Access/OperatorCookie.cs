using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using SessionGrains.Api.Callers;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Keys;

namespace SessionGrains.Api.Operators.Access;

/// <summary>
/// The cookie for which a page trades an operator key, because EventSource and navigations send no header. It names its key, says until when it holds
/// and proves with an HMAC that whoever made it knew that key: no front door has to remember it, each one takes it, and it ends with its key.
/// </summary>
internal sealed class OperatorCookie(OperatorKeys keys, CallerAddresses callers, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    public const string Name = "session-grains-operator";

    /// <summary>How long one holds: a working day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>A name of 64, an end and a proof are shorter.</summary>
    private const int MostLength = 150;

    /// <summary>Gives the browser one. No script can read it and no other site can have it sent.</summary>
    public void Give(HttpContext context, OperatorKey key)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"{key.Name}.{(time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}");
        context.Response.Cookies.Append(Name, $"{said}.{Base64Url.EncodeToString(key.Sign(said))}", Traits(context, Lifetime));
    }

    public void Take(HttpContext context) => context.Response.Cookies.Delete(Name, Traits(context, null));

    /// <summary>The key with which the request's cookie was made; null: it has none that holds.</summary>
    public OperatorKey? KeyOf(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: <= MostLength } cookie || cookie.Split('.') is not [var name, var end, var proof] || !Base64Url.IsValid(proof))
            return null;

        return keys.Named(name) is { } key
            && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(proof), key.Sign($"{name}.{end}"))
            && time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(end, CultureInfo.InvariantCulture) ? key : null;
    }

    /// <summary>Below a path base the browser sends it there alone: next to us may be another server.</summary>
    private CookieOptions Traits(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = context.Request.PathBase is { HasValue: true } pathBase ? pathBase.ToUriComponent() : "/",
        Secure = callers.IsHttps(context),
        MaxAge = lifetime,
    };
}
