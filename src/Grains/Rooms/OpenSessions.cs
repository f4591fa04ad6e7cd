namespace SessionGrains.Rooms;

/// <summary>The sessions that this silo holds in memory, and how many it takes.</summary>
internal sealed class OpenSessions(int most)
{
    private int _count;

    /// <summary>How many this silo takes.</summary>
    public int Most => most;

    public int Count => Volatile.Read(ref _count);

    public bool HasRoom => Count < Most;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);

    /// <summary>What two thirds of the memory there is hold, at so many bytes each.</summary>
    public static int ByMemory(int bytesPerSession) =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3 * 2 / bytesPerSession, 1_000, int.MaxValue);
}
