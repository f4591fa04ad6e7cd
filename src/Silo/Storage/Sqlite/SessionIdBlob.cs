using System.Buffers;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>A session's id as 32 bytes.</summary>
internal static class SessionIdBlob
{
    public const int Length = 32;

    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>False for an id that the bytes could not be converted back to, such as one with upper-case digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> sessionId, Span<byte> blob) =>
        sessionId.Length == 2 * Length
        && !sessionId.ContainsAnyExcept(LowerHex)
        && Convert.FromHexString(sessionId, blob, out _, out _) == OperationStatus.Done;
}
