namespace SessionGrains.Tracking;

/// <summary>An entry of a <see cref="CompactList{T}"/>.</summary>
internal interface ICompactEntry<T>
    where T : struct, ICompactEntry<T>
{
    /// <summary>The most bytes that an entry takes.</summary>
    static abstract int MaxBytes { get; }

    /// <param name="to">Where to write.</param>
    /// <param name="at">Moved behind the entry.</param>
    /// <param name="before">The entry written before it, from which numbers may count; default for the first.</param>
    void Write(Span<byte> to, ref int at, in T before);

    /// <inheritdoc cref="Write"/>
    static abstract T Read(ReadOnlySpan<byte> from, ref int at, in T before);
}

/// <summary>
/// An immutable list of at most 255 entries that is kept as bytes, in memory and in the store: sessions have many and look at them rarely. The newest entry comes
/// first in the bytes: events add entries and change the newest, and what comes after it is copied without being read.
/// </summary>
/// <param name="bytes">The number of entries in one byte, then the entries; null or empty for none.</param>
internal readonly struct CompactList<T>(byte[]? bytes) : IEquatable<CompactList<T>>
    where T : struct, ICompactEntry<T>
{
    /// <summary>Null if the list is empty.</summary>
    public byte[]? Bytes { get; } = bytes is { Length: > 0 } ? bytes : null;

    public int Count => Bytes?[0] ?? 0;

    /// <param name="index">From 0, the oldest.</param>
    public T this[int index]
    {
        get
        {
            var (at, entry) = (1, default(T));
            for (var left = Count - index; left > 0; left--)
            {
                entry = T.Read(Bytes, ref at, entry);
            }

            return entry;
        }
    }

    /// <summary>All entries, the oldest first.</summary>
    public T[] ToArray()
    {
        var entries = new T[Count];
        var (at, entry) = (1, default(T));
        for (var index = entries.Length - 1; index >= 0; index--)
        {
            entry = entries[index] = T.Read(Bytes, ref at, entry);
        }

        return entries;
    }

    /// <summary>A copy with one more entry.</summary>
    public CompactList<T> With(T added) => Replaced(checked((byte)(Count + 1)), newer: 0, isAdded: true, added);

    /// <summary>A copy with an entry replaced.</summary>
    /// <param name="index">From 0, the oldest.</param>
    /// <param name="entry">The new one.</param>
    public CompactList<T> With(int index, T entry) => Replaced((byte)Count, newer: Count - 1 - index, isAdded: false, entry);

    public bool Equals(CompactList<T> other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is CompactList<T> other && Equals(other);

    public override int GetHashCode() => Count;

    /// <summary>A copy with an entry after <paramref name="newer"/> others. The one that follows it is written anew, because its numbers count from it.</summary>
    private CompactList<T> Replaced(byte count, int newer, bool isAdded, T entry)
    {
        ReadOnlySpan<byte> old = Bytes ?? [0];
        var (at, before) = (1, default(T));
        for (; newer > 0; newer--)
        {
            before = T.Read(old, ref at, before);
        }

        Span<byte> written = stackalloc byte[2 * T.MaxBytes];
        var length = 0;
        entry.Write(written, ref length, before);
        var end = at;
        var replaced = isAdded ? before : T.Read(old, ref end, before);
        if (end < old.Length)
        {
            T.Read(old, ref end, replaced).Write(written, ref length, entry);
        }

        return new([count, .. old[1..at], .. written[..length], .. old[end..]]);
    }
}
