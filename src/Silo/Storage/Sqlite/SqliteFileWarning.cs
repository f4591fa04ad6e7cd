using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>Warns at the start when other users of the machine can read or replace the database. An existing file's mode is not changed.</summary>
internal sealed partial class SqliteFileWarning(IOptions<SqliteStoreOptions> options, ILogger<SqliteFileWarning> logger) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        if (OwnerOnlyFiles.Warning(options.Value.Path) is { } command)
            LogReadable(logger, options.Value.Path, command);
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "Other users of this machine can read or replace the session database '{Path}', and with an id from it write to a session: {Command}")]
    private static partial void LogReadable(ILogger logger, string path, string command);
}
