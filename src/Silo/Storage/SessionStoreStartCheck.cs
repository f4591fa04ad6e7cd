using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.GroupCommit;

namespace SessionGrains.Silo.Storage;

/// <summary>Opens the session store before anything else starts, so that what is wrong with it is told in one line.</summary>
internal sealed class SessionStoreStartCheck(ISessionStoreBackend backend) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken) => backend.InitializeAsync(cancellationToken);
}
