using System.Text;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>An entry of the deadline index as stored.</summary>
/// <param name="SessionId">The session's id; null when the key is not one.</param>
/// <param name="Key">The stored key.</param>
/// <param name="IsText">Whether the key is stored as text, not as a blob.</param>
internal readonly record struct SqliteDeadline(string? SessionId, byte[] Key, bool IsText)
{
    private const int MaxTextBytes = 1_024;

    /// <summary>Accepts only keys that <see cref="SqliteStatement.BindSession"/> produces; others could be read but never found by id.</summary>
    public static SqliteDeadline Of(bool isBlob, bool isText, byte[] key)
    {
        if (isBlob)
            return new(key.Length == SessionIdBlob.Length ? Convert.ToHexStringLower(key) : null, key, false);

        var isId = isText && key.Length is > 0 and <= MaxTextBytes && System.Text.Unicode.Utf8.IsValid(key) && !SessionIdBlob.TryParse(key, stackalloc byte[SessionIdBlob.Length]);
        return new(isId ? Encoding.UTF8.GetString(key) : null, key, true);
    }
}
