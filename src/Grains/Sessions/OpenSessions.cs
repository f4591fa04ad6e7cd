using Microsoft.Extensions.Options;

namespace SessionGrains.Sessions;

/// <summary>The sessions that this silo holds in memory, and how many it takes.</summary>
internal sealed class OpenSessions(IOptions<SessionsOptions> options)
{
    private int _count;

    /// <summary>How many this silo takes.</summary>
    public int Most { get; } = options.Value.MaxOpenPerSilo ?? ByMemory();

    public int Count => Volatile.Read(ref _count);

    public bool HasRoom => Count < Most;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);

    private static int ByMemory() =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3 * 2 / SessionsOptions.BytesPerSession, 1_000, int.MaxValue);
}
