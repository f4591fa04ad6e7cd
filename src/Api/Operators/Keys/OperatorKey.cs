using System.Security.Cryptography;
using System.Text;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>A key that is valid now.</summary>
internal sealed class OperatorKey
{
    /// <summary>
    /// Whoever finds a cookie could try out keys on it, also after it has ended: each try costs him as much as this. Once a process and key, 20 to 50 ms.
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

    /// <summary>What logs and cookies call it.</summary>
    public string Name { get; }

    public OperatorPermission Permissions { get; }

    /// <summary>Comparing hashes takes one length and one time, whatever was sent.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public bool HasHash(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, _hash);

    /// <summary>Proves that whoever wrote the text knew this key.</summary>
    public byte[] Sign(string text) => HMACSHA256.HashData(_signingKey.Value, Encoding.UTF8.GetBytes(text));
}
