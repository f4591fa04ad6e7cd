using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>Signs requests as https://www.standardwebhooks.com has it, with HMAC-SHA256.</summary>
/// <param name="keys">The keys, of which a receiver needs to know one.</param>
internal sealed class WebhookSigner(IReadOnlyList<byte[]> keys)
{
    public const string Prefix = "whsec_";

    private const string Version = "v1,";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    /// <summary>Reads <c>whsec_</c> and 24 to 64 bytes in base64; false if it is something else.</summary>
    public static bool TryReadKey(string secret, out byte[] key)
    {
        key = [];
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || !Base64.IsValid(secret.AsSpan(Prefix.Length), out var length) || length is < LeastBytes or > MostBytes)
        {
            return false;
        }

        key = Convert.FromBase64String(secret[Prefix.Length..]);
        return true;
    }

    /// <summary>The header <c>webhook-signature</c>: a signature with each key.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970-01-01 UTC.</param>
    /// <param name="body">The body.</param>
    public string Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', keys.Select(key => Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }
}
