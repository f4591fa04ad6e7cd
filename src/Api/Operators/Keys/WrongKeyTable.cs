using SessionGrains.Api.Callers;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// Who sent wrong keys lately, in a table of fixed size: an address has a few places where it may stand, and takes the one that was used least lately.
/// Whoever has a million addresses pushes others out, who are then forgotten; the table does not grow. Thread-safe.
/// </summary>
internal sealed class WrongKeyTable(TimeProvider time)
{
    /// <summary>Wrong keys in a row before an address has to wait.</summary>
    public const int FreeTries = 5;

    /// <summary>The longest wait; the first is a second, each further one twice the one before.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    /// <summary>How long a row of wrong keys is remembered after its last, and a right key after its last.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private const int Sets = 1024;
    private const int Ways = 4;

    private readonly Lock _gate = new();
    private readonly Entry[] _entries = new Entry[Sets * Ways];

    /// <summary>
    /// How long the address has to wait before a key of it is looked at; zero: not at all. Where a right key came from lately, operators sit behind
    /// the same address as whoever guesses (a NAT, a proxy that is not trusted): <paramref name="isShared"/>, and theirs has to be looked at.
    /// </summary>
    public TimeSpan Wait(ClientAddress address, out bool isShared)
    {
        lock (_gate)
        {
            var now = Now();
            ref var entry = ref Place(address, now);
            isShared = entry.RightUntil > now;
            return TimeSpan.FromMilliseconds(Math.Max(0, entry.WaitUntil - now));
        }
    }

    /// <summary>A wrong key of this address was looked at.</summary>
    public void CountWrong(ClientAddress address)
    {
        lock (_gate)
        {
            var now = Now();
            ref var entry = ref Place(address, now);
            if (++entry.Wrong >= FreeTries)
                entry.WaitUntil = now + Math.Min((long)LongestWait.TotalMilliseconds, 1000L << Math.Min(entry.Wrong - FreeTries, 10));
        }
    }

    /// <summary>A right key of this address ends its row of wrong ones.</summary>
    public void CountRight(ClientAddress address)
    {
        lock (_gate)
        {
            var now = Now();
            ref var entry = ref Place(address, now);
            (entry.Wrong, entry.WaitUntil, entry.RightUntil) = (0, 0, now + (long)Memory.TotalMilliseconds);
        }
    }

    /// <summary>Where the address stands from now on.</summary>
    private ref Entry Place(ClientAddress address, long now)
    {
        // HashCode has a secret of the process in it: nobody chooses addresses that meet.
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

    /// <summary>Milliseconds of a clock that nobody sets; from 1, so that 0 is an unused place.</summary>
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
