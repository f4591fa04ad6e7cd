using Microsoft.Extensions.Logging;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>Says at the start of a silo on Redis that its sessions are not kept there.</summary>
internal sealed partial class VolatileClusterWarning(ILogger<VolatileClusterWarning> logger) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        LogVolatile(logger);
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning, Message = "Storage:Provider is Memory in a cluster on Redis: every silo that stops takes sessions with it that were acknowledged. Leave Storage:Provider out to keep them in Redis.")]
    private static partial void LogVolatile(ILogger logger);
}
