using Microsoft.Data.Sqlite;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The lines about a database or folder that cannot be used, with full paths: the person who reads them may have started the program in another folder.</summary>
internal static class SqliteRefusal
{
    private const string Setting = $"{SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}";

    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    /// <summary>SQLite says nothing of rights: it cannot open or write what it may not.</summary>
    public static StartRefusedException Of(string path, SqliteException cause) => cause.SqliteErrorCode is ReadOnly or CannotOpen
        ? Of(path, cause.Message, cause)
        : new($"The session database '{Path.GetFullPath(path)}' cannot be used: {cause.Message}", cause);

    public static StartRefusedException Of(string path, string reason, Exception cause)
    {
        var file = Path.GetFullPath(path);
        return new($"The session database '{file}' cannot be used ({reason.TrimEnd('.')}): give this user the right to write to it and to its folder {Path.GetDirectoryName(file)}, or name another file in {Setting}.", cause);
    }

    public static StartRefusedException OfFolder(string folder, string reason, Exception cause) =>
        new($"The data folder {folder} cannot be created ({reason.TrimEnd('.')}): give this user the right to write there, or name a file in another folder in {Setting}.", cause);
}
