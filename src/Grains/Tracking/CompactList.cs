namespace SessionGrains.Tracking;

/// <summary>An entry of a <see cref="CompactList{T}"/>.</summary>
internal interface ICompactEntry<T>
    where T : struct, ICompactEntry<T>
{
    /// <summary>The most bytes that an entry takes.</summary>
    static abstract int MaxBytes { get; }

    /// <param name="to">Where to write.</param>
    /// <param name="at">Moved behind the entry.</param>
    /// <param name="before">The entry before it, from which numbers may count; default for the first.</param>
    void Write(Span<byte> to, ref int at, in T before);

    /// <inheritdoc cref="Write"/>
    static abstract T Read(ReadOnlySpan<byte> from, ref int at, in T before);
}

/// <summary>
/// An immutable list of at most 255 entries that is kept as bytes, in memory and in the store: sessions have many and look at them rarely. Every change copies the
/// list.
/// </summary>
/// <param name="bytes">The number of entries in one byte, then the entries; null or empty for none.</param>
internal readonly struct CompactList<T>(byte[]? bytes) : IEquatable<CompactList<T>>
    where T : struct, ICompactEntry<T>
{
    /// <summary>Null if the list is empty.</summary>
    public byte[]? Bytes { get; } = bytes is { Length: > 0 } ? bytes : null;

    public int Count => Bytes?[0] ?? 0;

    public T this[int index] => ToArray()[index];

    public T[] ToArray()
    {
        var entries = new T[Count];
        var at = 1;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = T.Read(Bytes, ref at, i == 0 ? default : entries[i - 1]);
        }

        return entries;
    }

    /// <summary>A copy with one more entry.</summary>
    public CompactList<T> With(T added) => Of([.. ToArray(), added]);

    /// <summary>A copy with an entry replaced.</summary>
    public CompactList<T> With(int index, T entry)
    {
        var entries = ToArray();
        entries[index] = entry;
        return Of(entries);
    }

    public bool Equals(CompactList<T> other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is CompactList<T> other && Equals(other);

    public override int GetHashCode() => Count;

    private static CompactList<T> Of(T[] entries)
    {
        var buffer = new byte[1 + (entries.Length * T.MaxBytes)];
        buffer[0] = checked((byte)entries.Length);
        var at = 1;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Write(buffer, ref at, i == 0 ? default : entries[i - 1]);
        }

        return new(buffer[..at]);
    }
}
