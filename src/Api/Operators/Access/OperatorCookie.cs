using System.Buffers.Text;
using System.Security.Cryptography;
using SessionGrains.Api.Callers;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Keys;

namespace SessionGrains.Api.Operators.Access;

/// <summary>
/// The cookie that a page exchanges an operator key for, because EventSource and navigations send no Authorization header. It contains the key's name, its
/// expiry and an HMAC made with the key. No front door stores it, every front door that has the key accepts it, and it becomes invalid with its key.
/// </summary>
internal sealed class OperatorCookie(OperatorKeys keys, CallerAddresses callers, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    public const string Name = "session-grains-operator";

    /// <summary>How long a cookie is valid: a working day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>More than a name of 64 characters, an expiry and an HMAC need.</summary>
    private const int MaxLength = 150;

    /// <summary>Sets the cookie. Scripts cannot read it, and requests from other sites do not carry it.</summary>
    public void Give(HttpContext context, OperatorKey key)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{key.Name}.{(time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}");
        context.Response.Cookies.Append(Name, $"{payload}.{Base64Url.EncodeToString(key.Sign(payload))}", Options(context, Lifetime));
    }

    public void Take(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    /// <summary>The key that the request's cookie was made with; null if there is no valid cookie.</summary>
    public OperatorKey? KeyOf(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: <= MaxLength } cookie || cookie.Split('.') is not [var name, var expiry, var proof] || !Base64Url.IsValid(proof))
            return null;

        return keys.Named(name) is { } key
            && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(proof), key.Sign($"{name}.{expiry}"))
            && time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(expiry, CultureInfo.InvariantCulture) ? key : null;
    }

    /// <summary>With a path base, the cookie is limited to it: another server may share the host.</summary>
    private CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = context.Request.PathBase is { HasValue: true } pathBase ? pathBase.ToUriComponent() : "/",
        Secure = callers.IsHttps(context),
        MaxAge = lifetime,
    };
}
