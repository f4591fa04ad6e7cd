namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>How the database uses its file.</summary>
/// <param name="FileBytes">All its pages, those included that are still in the log alone.</param>
/// <param name="FreeBytes">Those of them that hold nothing.</param>
/// <param name="ReservedBytes">What the open sessions will take until they are closed.</param>
internal readonly record struct SqliteUsage(long FileBytes, long FreeBytes, long ReservedBytes);
