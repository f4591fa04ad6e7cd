using SessionGrains.Api.Callers;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// The addresses that recently sent keys, in a set-associative table of fixed size: a new address replaces the least recently used entry of its set. An
/// attacker with very many addresses can evict other entries, but the table does not grow. Thread-safe.
/// </summary>
internal sealed class WrongKeyTable(TimeProvider time)
{
    /// <summary>Wrong keys in a row before an address has to wait.</summary>
    public const int FreeTries = 5;

    /// <summary>The longest wait. The first is one second, and each further wrong key doubles it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    /// <summary>How long an address is remembered after its last key, wrong or right.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private const int Sets = 1024;
    private const int Ways = 4;

    private readonly Lock _lock = new();
    private readonly Entry[] _entries = new Entry[Sets * Ways];

    /// <summary>
    /// How long the address has to wait before its next key is checked; zero if it does not have to wait.
    /// </summary>
    /// <param name="address">The address that sent the key.</param>
    /// <param name="isShared">
    /// Whether a right key came from this address recently. Then operators share it with whoever guesses (through a NAT or an untrusted proxy), so keys must
    /// be checked in spite of the wait.
    /// </param>
    public TimeSpan Wait(ClientAddress address, out bool isShared)
    {
        lock (_lock)
        {
            var now = Now();
            ref var entry = ref FindOrAdd(address, now);
            isShared = entry.RightUntil > now;
            return TimeSpan.FromMilliseconds(Math.Max(0, entry.WaitUntil - now));
        }
    }

    /// <summary>Counts a wrong key of this address. From the fifth in a row on, the address has to wait.</summary>
    public void CountWrong(ClientAddress address)
    {
        lock (_lock)
        {
            var now = Now();
            ref var entry = ref FindOrAdd(address, now);
            if (++entry.Wrong >= FreeTries)
                entry.WaitUntil = now + Math.Min((long)LongestWait.TotalMilliseconds, 1000L << Math.Min(entry.Wrong - FreeTries, 10));
        }
    }

    /// <summary>Records a right key of this address and resets its count of wrong ones.</summary>
    public void CountRight(ClientAddress address)
    {
        lock (_lock)
        {
            var now = Now();
            ref var entry = ref FindOrAdd(address, now);
            (entry.Wrong, entry.WaitUntil, entry.RightUntil) = (0, 0, now + (long)Memory.TotalMilliseconds);
        }
    }

    /// <summary>The entry of the address. A new or expired one starts empty.</summary>
    private ref Entry FindOrAdd(ClientAddress address, long now)
    {
        // HashCode is seeded randomly per process, so nobody can choose addresses that collide.
        var set = _entries.AsSpan((int)((uint)HashCode.Combine(address) % Sets) * Ways, Ways);
        var oldest = 0;
        for (var i = 0; i < Ways; i++)
        {
            if (set[i].IsUsed && set[i].Address == address)
            {
                if (now - set[i].UsedAt > (long)Memory.TotalMilliseconds)
                    set[i] = new Entry { Address = address, IsUsed = true };
                set[i].UsedAt = now;
                return ref set[i];
            }

            if (set[i].UsedAt < set[oldest].UsedAt)
                oldest = i;
        }

        set[oldest] = new Entry { Address = address, IsUsed = true, UsedAt = now };
        return ref set[oldest];
    }

    /// <summary>Milliseconds of a monotonic clock, from 1, so that 0 marks an unused entry.</summary>
    private long Now() => 1 + (long)time.GetElapsedTime(0).TotalMilliseconds;

    private struct Entry
    {
        public ClientAddress Address;
        public bool IsUsed;
        public int Wrong;
        public long UsedAt;
        public long WaitUntil;
        public long RightUntil;
    }
}
