using SessionGrains.Rooms;

namespace SessionGrains.Stores.Tests;

/// <summary>For a store alone: nobody waits for it to have room again.</summary>
internal sealed class NoRelief : IStoreRecovery
{
    public bool RefusesWrites => false;

    public void Recovered()
    {
    }
}
