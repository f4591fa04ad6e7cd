using System.Security.Cryptography;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>A valid operator key.</summary>
internal sealed class OperatorKey
{
    /// <summary>
    /// Makes guessing the key from a stolen cookie, even an expired one, expensive: each guess costs this many iterations. Takes 20 to 50 ms, once per
    /// process and key.
    /// </summary>
    private const int Iterations = 100_000;

    private static readonly byte[] Purpose = "SessionGrains operator cookie 2"u8.ToArray();

    private readonly byte[] _hash;
    private readonly Lazy<byte[]> _signingKey;

    public OperatorKey(string name, string text, OperatorPermission permissions)
    {
        (Name, Permissions, _hash) = (name, permissions, Hash(text));
        _signingKey = new(() => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(text), Purpose, Iterations, HashAlgorithmName.SHA256, HMACSHA256.HashSizeInBytes));
    }

    /// <summary>The key's name in logs and cookies.</summary>
    public string Name { get; }

    public OperatorPermission Permissions { get; }

    /// <summary>Keys are compared by their hashes, which have a fixed length, so that the comparison takes constant time.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public bool HasHash(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, _hash);

    /// <summary>The HMAC of a text under this key.</summary>
    public byte[] Sign(string text) => HMACSHA256.HashData(_signingKey.Value, Encoding.UTF8.GetBytes(text));
}
