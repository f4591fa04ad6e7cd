namespace SessionGrains.Rooms;

/// <summary>The number of sessions in the memory of this silo, and its limit.</summary>
internal sealed class OpenSessions(int limit)
{
    private int _count;

    public int Limit => limit;

    public int Count => Volatile.Read(ref _count);

    public bool HasRoom => Count < Limit;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);

    /// <summary>The number of sessions that two thirds of the available memory hold.</summary>
    public static int ByMemory(int bytesPerSession) =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3 * 2 / bytesPerSession, 1_000, int.MaxValue);
}
