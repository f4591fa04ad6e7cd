namespace SessionGrains.Rooms;

/// <summary>
/// Called by a store when it accepts writes again. Sessions are not closed while a store refuses, so without a player nothing would write and the outage would
/// not end.
/// </summary>
public interface IStoreRecovery
{
    /// <summary>True if the last write failed.</summary>
    bool RefusesWrites { get; }

    /// <summary>Expired records could be removed, and there is room to write. May be called when nothing was refused.</summary>
    void Recovered();
}
