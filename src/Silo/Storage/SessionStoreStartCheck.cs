using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.GroupCommit;

namespace SessionGrains.Silo.Storage;

/// <summary>Opens the session store before the host starts, so that a failure is reported in one line.</summary>
internal sealed class SessionStoreStartCheck(ISessionStoreBackend backend) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken) => backend.InitializeAsync(cancellationToken);
}
