using System.Text;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>An entry of the deadline index as it is stored.</summary>
/// <param name="SessionId">Whose it is; null: it names no session, so nobody can be told and nothing corrected.</param>
/// <param name="Key">The stored key.</param>
/// <param name="IsText">How it is stored.</param>
internal readonly record struct SqliteDeadline(string? SessionId, byte[] Key, bool IsText)
{
    private const int LongestText = 1_024;

    /// <summary>Only a key that <see cref="SqliteStatement.BindSession"/> would make of the id is one: any other could be read, but never found again.</summary>
    public static SqliteDeadline Of(bool isBlob, bool isText, byte[] key)
    {
        if (isBlob)
            return new(key.Length == SessionIdBlob.Length ? Convert.ToHexStringLower(key) : null, key, false);

        var isId = isText && key.Length is > 0 and <= LongestText && System.Text.Unicode.Utf8.IsValid(key) && !SessionIdBlob.TryParse(key, stackalloc byte[SessionIdBlob.Length]);
        return new(isId ? Encoding.UTF8.GetString(key) : null, key, true);
    }
}
