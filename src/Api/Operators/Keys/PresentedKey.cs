using System.Buffers.Text;
using SessionGrains.Api.Operators.Access;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>The key that a request carries, as <c>Bearer</c> or as the password of <c>Basic</c> with any user name.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>Query parameters in which other servers accept a key.</summary>
    private static readonly string[] InQuery = ["key", "access_token", "api_key", "apikey", "token"];

    /// <summary>The key that was sent; null if there is none, it cannot be read, or there are two Authorization headers.</summary>
    public static string? In(HttpRequest request)
    {
        var sent = request.Headers.Authorization;
        return sent.Count == 1 && sent[0] is { Length: < 2 * KeyText.MostLength } text && Read(text) is { Length: > 0 } key ? key : null;
    }

    /// <summary>Why the request has no usable key or cookie, for its sender; null if nothing is known.</summary>
    public static string? Advice(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 1)
            return "The request has two Authorization headers: send one.";

        if (InQuery.Any(request.Query.ContainsKey))
            return "A key in the address is not taken, because addresses end up in logs; if it was one, make a new one.";

        // Searches the raw header: the parsed cookies omit malformed ones.
        return request.Headers.Cookie.ToString().Contains(OperatorCookie.Name + "=", StringComparison.Ordinal) ? "The cookie has ended, or is of another server or of a key that is no longer valid." : null;
    }

    private static string? Read(string authorization)
    {
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();

        return authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(authorization.AsSpan(Basic.Length).Trim()) : null;
    }

    /// <summary>The text after the first colon (RFC 7617, section 2).</summary>
    private static string? Password(ReadOnlySpan<char> credentials)
    {
        if (!Base64.IsValid(credentials))
            return null;

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(credentials.ToString()));
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
