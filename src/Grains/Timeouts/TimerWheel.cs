namespace SessionGrains.Timeouts;

/// <summary>Items by time, in slots of one second. Not thread-safe: the owner locks.</summary>
internal sealed class TimerWheel<T>(long nowMs)
{
    private const long SlotMs = 1_000;

    /// <summary>The interval between slots.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(SlotMs);

    private readonly Dictionary<uint, Bucket<T>> _slots = [];

    /// <summary>The next slot to come up.</summary>
    private uint _next = SlotOf(nowMs);

    /// <summary>When the next slot is due, milliseconds since 1970-01-01 UTC.</summary>
    public long NextAtMs => DueAtMs(Volatile.Read(ref _next));

    /// <summary>The slot of a time: seconds since 1970-01-01 UTC, rounded up. Times after 2106 are never due.</summary>
    public static uint SlotOf(long atMs) => (uint)Math.Clamp((atMs + SlotMs - 1) / SlotMs, 0, uint.MaxValue);

    public static long DueAtMs(uint slot) => slot * SlotMs;

    /// <summary>Adds an item to the slot after <paramref name="dueAtMs"/>, or to the next slot if that time has passed. Returns the slot.</summary>
    public uint Add(T item, long dueAtMs)
    {
        var slot = Math.Max(SlotOf(dueAtMs), _next);
        if (!_slots.TryGetValue(slot, out var bucket))
        {
            _slots.Add(slot, bucket = new());
        }

        bucket.Add(item);
        return slot;
    }

    /// <summary>The next due slot that is not empty; null if there is none.</summary>
    public (uint Slot, Bucket<T> Items)? TakeDue(long nowMs)
    {
        while (DueAtMs(_next) <= nowMs)
        {
            var slot = _next++;
            if (_slots.Remove(slot, out var items))
            {
                return (slot, items);
            }
        }

        return null;
    }
}
