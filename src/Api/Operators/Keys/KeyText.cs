using System.Buffers.Text;
using System.Security.Cryptography;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>What a key must be: nothing that can be tried out, and nothing that an HTTP header cannot carry.</summary>
internal static class KeyText
{
    /// <summary>As many as 128 random bits have in base64.</summary>
    public const int LeastLength = 22;

    /// <summary>The most that is read of a key that is sent or kept in a file.</summary>
    public const int MostLength = 1024;

    private const int RandomBytes = 32;

    public static string MakeNew() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is wrong with it, to be put behind its name; null: nothing. The key itself is not in the text.</summary>
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
