using System.Buffers;
using System.Security.Cryptography;

namespace SessionGrains.Api.Sessions;

/// <summary>Session ids: 64 lower-case hexadecimal characters (digest section 2.1).</summary>
internal static class SessionId
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 64;

    private const int Bytes = Length / 2;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>256 random bits: who knows an id may write to its session, so ids must not be guessable.</summary>
    public static string Create()
    {
        Span<byte> bits = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bits);
        return Convert.ToHexStringLower(bits);
    }

    /// <summary>The id of a downloaded batch: SHA-256 of its decompressed body, so that the same batch is the same session (decisions.md section 4).</summary>
    public static string OfDownloaded(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether the text can be an id at all. Checked before a grain is asked: whatever else is 404 and leaves no activation behind.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) => text.Length == Length && !text.ContainsAnyExcept(LowerHex);
}
