using System.Buffers;
using System.Security.Cryptography;

namespace SessionGrains.Api.Sessions;

/// <summary>Session ids: 64 lower-case hexadecimal characters (docs/protocol.md#1-operations).</summary>
internal static class SessionId
{
    public const int Length = 64;

    private const int Bytes = Length / 2;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>256 random bits. Ids must not be guessable, because whoever knows one can write to its session.</summary>
    public static string Create()
    {
        Span<byte> bits = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bits);
        return Convert.ToHexStringLower(bits);
    }

    /// <summary>The id of a downloaded session: SHA-256 of its decompressed body, so that the same array is the same session (docs/protocol.md#4-from-events-to-a-session).</summary>
    public static string OfDownloaded(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether the text can be an id. Checked before a grain is called, so that malformed ids get 404 without an activation.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) => text.Length == Length && !text.ContainsAnyExcept(LowerHex);
}
