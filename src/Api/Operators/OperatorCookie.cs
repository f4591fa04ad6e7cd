using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators;

/// <summary>
/// The cookie for which a page trades the operator key, because EventSource and navigations send no header. It says until when it holds and proves
/// with an HMAC that whoever made it knew the key: no front door has to remember it, each one takes it, and a new key ends it.
/// </summary>
internal sealed class OperatorCookie(IOptions<OperatorOptions> options, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    public const string Name = "session-grains-operator";

    /// <summary>How long one holds: a working day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>
    /// Whoever finds a cookie could try out keys on it, also after it has ended: each try costs him as much as this. Once a process, 20 to 50 ms.
    /// </summary>
    private const int Iterations = 100_000;

    private static readonly byte[] Purpose = "SessionGrains operator cookie 1"u8.ToArray();

    private readonly Lazy<byte[]> _signingKey = new(() =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(options.Value.ApiKey), Purpose, Iterations, HashAlgorithmName.SHA256, HMACSHA256.HashSizeInBytes));

    /// <summary>Gives the browser one. No script can read it and no other site can have it sent.</summary>
    public void Give(HttpContext context)
    {
        var end = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(Name, $"{end}.{Base64Url.EncodeToString(Sign(end))}", Traits(context.Request, Lifetime));
    }

    public static void Take(HttpContext context) => context.Response.Cookies.Delete(Name, Traits(context.Request, null));

    /// <summary>Whether the request has one that was made with the configured key and still holds.</summary>
    public bool IsIn(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: <= 100 } cookie || cookie.Split('.') is not [var end, var proof] || !Base64Url.IsValid(proof))
            return false;

        return CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(proof), Sign(end))
            && time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(end, CultureInfo.InvariantCulture);
    }

    private byte[] Sign(string end) => HMACSHA256.HashData(_signingKey.Value, Encoding.UTF8.GetBytes(end));

    private static CookieOptions Traits(HttpRequest request, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Secure = request.IsHttps || IsHttpsBefore(request),
        MaxAge = lifetime,
    };

    /// <summary>A proxy may end TLS. Whoever claims it falsely only keeps his own cookie off plain http.</summary>
    private static bool IsHttpsBefore(HttpRequest request) =>
        request.Headers["X-Forwarded-Proto"].ToString().StartsWith("https", StringComparison.OrdinalIgnoreCase);
}
