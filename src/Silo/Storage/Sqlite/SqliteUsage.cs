namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>How the database uses its file.</summary>
/// <param name="FileBytes">All pages, including those that are still only in the log.</param>
/// <param name="FreeBytes">Empty pages.</param>
/// <param name="ReservedBytes">What the open sessions will still take until they are closed.</param>
internal readonly record struct SqliteUsage(long FileBytes, long FreeBytes, long ReservedBytes);
