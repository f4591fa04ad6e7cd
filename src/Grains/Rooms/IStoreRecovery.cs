namespace SessionGrains.Rooms;

/// <summary>
/// Is told by a store that it takes writes again. Nothing is closed while a store refuses, so where nobody plays, nobody would write, and nothing would end that.
/// </summary>
public interface IStoreRecovery
{
    /// <summary>What has expired could be removed, and there is room to write. May be called when nothing was refused.</summary>
    void Recovered();
}
