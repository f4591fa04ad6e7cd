using System.Security.Cryptography;

namespace SessionGrains.Bench;

/// <summary>The two paths that players post to.</summary>
internal static class SessionPath
{
    public const string Sessions = "/api/v1/sessions";

    private const string Events = "/events";
    private const int IdLength = 64;

    /// <summary>An id that nobody guesses, as every service must make one: were all the same, all events would come to one path, which Kestrel knows again.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(IdLength, lowercase: true);

    /// <summary>True with the id, 64 lower-case hex digits, if the path is that of a session's events.</summary>
    public static bool TryReadId(string path, out ReadOnlySpan<char> id)
    {
        id = default;
        if (path.Length != Sessions.Length + 1 + IdLength + Events.Length || !path.StartsWith(Sessions, StringComparison.Ordinal) || !path.EndsWith(Events, StringComparison.Ordinal))
            return false;

        id = path.AsSpan(Sessions.Length + 1, IdLength);
        return !id.ContainsAnyExcept(Hex);
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");
}
