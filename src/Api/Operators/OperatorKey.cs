using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Operators;

/// <summary>The configured key and the ways in which a request may carry it.</summary>
internal sealed class OperatorKey(IOptions<OperatorOptions> options)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>
    /// A hash, so that the comparison has one length whatever is sent. Made when it is first asked for: the settings are checked together at the
    /// start, and whoever reads one of them sooner hides what is wrong with the others.
    /// </summary>
    private readonly Lazy<byte[]?> _hash = new(() => options.Value.ApiKey.Length == 0 ? null : Hash(options.Value.ApiKey));

    public bool IsConfigured => _hash.Value is not null;

    /// <summary>Whether it is the configured key; compared in a time that does not tell how much of it is right.</summary>
    public bool Is(string sent) => CryptographicOperations.FixedTimeEquals(Hash(sent), _hash.Value);

    /// <summary>Whether the request has it, as <c>Bearer</c> or as the password of <c>Basic</c> with any user name.</summary>
    public bool IsIn(HttpRequest request)
    {
        var sent = request.Headers.Authorization;
        return sent.Count == 1 && sent[0] is { } text && Read(text) is { } key && Is(key);
    }

    private static string? Read(string authorization)
    {
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();

        return authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(authorization.AsSpan(Basic.Length).Trim()) : null;
    }

    /// <summary>What comes after the first colon (RFC 7617 section 2).</summary>
    private static string? Password(ReadOnlySpan<char> credentials)
    {
        if (!Base64.IsValid(credentials))
            return null;

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(credentials.ToString()));
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
