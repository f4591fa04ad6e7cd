using System.Buffers.Text;
using System.Security.Cryptography;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>Creates keys and checks that a key cannot be guessed and can be sent in an HTTP header.</summary>
internal static class KeyText
{
    /// <summary>The length of 128 random bits in base64.</summary>
    public const int LeastLength = 22;

    /// <summary>The longest key that is accepted in a request or a file.</summary>
    public const int MostLength = 1024;

    private const int RandomBytes = 32;

    public static string MakeNew() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is wrong with the key, as a text to follow its name; null if it is valid. The text never contains the key.</summary>
    public static string? Fault(string key)
    {
        if (!key.All(static c => c is > ' ' and <= '~'))
            return "must be printable ASCII without spaces: it is sent in an HTTP header.";
        if (key.Length < LeastLength)
            return $"has {key.Length} characters: a key has at least {LeastLength}. Make one with: openssl rand -hex 32";
        if (key.Length > MostLength)
            return $"has {key.Length} characters: a key has at most {MostLength}.";

        return key.AsSpan().ContainsAnyExcept(key[0]) ? null : "is one character repeated: make a key with: openssl rand -hex 32";
    }
}
