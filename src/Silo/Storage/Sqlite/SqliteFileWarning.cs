using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>Says at the start when other users of the machine can read the database: it was there before, and its mode is its owner's choice.</summary>
internal sealed partial class SqliteFileWarning(IOptions<SqliteStoreOptions> options, ILogger<SqliteFileWarning> logger) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        if (OwnerOnlyFiles.Warning(options.Value.Path) is { } remedy)
            LogReadable(logger, options.Value.Path, remedy);
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "Other users of this machine can read or replace the session database '{Path}', and with an id from it write to a session: {Remedy}")]
    private static partial void LogReadable(ILogger logger, string path, string remedy);
}
