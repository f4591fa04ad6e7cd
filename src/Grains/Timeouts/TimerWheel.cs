namespace SessionGrains.Timeouts;

/// <summary>Things to be looked at later, in slots of one second. Not thread-safe: its owner locks.</summary>
internal sealed class TimerWheel<T>(long nowMs)
{
    private const long SlotMs = 1_000;

    /// <summary>How often the next slot comes up.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(SlotMs);

    private readonly Dictionary<uint, Bucket<T>> _slots = [];

    /// <summary>The slot that comes up next.</summary>
    private uint _next = SlotOf(nowMs);

    /// <summary>When the slot that comes up next is due, milliseconds since 1970-01-01 UTC.</summary>
    public long NextAtMs => DueAtMs(Volatile.Read(ref _next));

    /// <summary>Seconds since 1970-01-01 UTC, rounded up; beyond 2106 is never.</summary>
    public static uint SlotOf(long atMs) => (uint)Math.Clamp((atMs + SlotMs - 1) / SlotMs, 0, uint.MaxValue);

    public static long DueAtMs(uint slot) => slot * SlotMs;

    /// <summary>Puts it into the slot after <paramref name="dueAtMs"/>, or the next one to come up where that has passed. Returns the slot.</summary>
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

    /// <summary>What is in the next slot that has come up and is not empty; null: there is none.</summary>
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
