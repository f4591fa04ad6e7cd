using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SessionGrains.Quarantine;

/// <summary>
/// The four bytes after each stored record: CRC-32C over its owner, its kind and its bytes. Detects truncated, overwritten or misplaced records before a
/// deserializer reads them, which could return plausible data or allocate whatever a damaged length says.
/// </summary>
public static class RecordChecksum
{
    /// <summary>Length of the checksum in bytes.</summary>
    public const int Length = sizeof(uint);

    /// <summary>
    /// Size of the largest record that is read, in bytes, including the checksum. Far above the largest valid session; anything larger was not written by this
    /// program.
    /// </summary>
    public const int MaxBytes = 8 << 20;

    public static uint Of(ReadOnlySpan<byte> owner, string kind, ReadOnlySpan<byte> record)
    {
        var sum = Add(uint.MaxValue, owner);
        foreach (var character in kind)
        {
            sum = BitOperations.Crc32C(sum, character);
        }

        return ~Add(sum, record);
    }

    /// <summary>The record with its checksum.</summary>
    public static byte[] Seal(string owner, string kind, ReadOnlySpan<byte> record)
    {
        var stored = new byte[record.Length + Length];
        record.CopyTo(stored);
        BinaryPrimitives.WriteUInt32LittleEndian(stored.AsSpan(record.Length), Of(Encoding.UTF8.GetBytes(owner), kind, record));
        return stored;
    }

    /// <summary>Whether <see cref="Open(ReadOnlySpan{byte}, string, ReadOnlyMemory{byte})"/> would open it.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> owner, string kind, ReadOnlySpan<byte> stored) =>
        stored.Length is > Length and <= MaxBytes && BinaryPrimitives.ReadUInt32LittleEndian(stored[^Length..]) == Of(owner, kind, stored[..^Length]);

    /// <summary>The record without its checksum.</summary>
    /// <exception cref="UnreadableRecordException">It is too large, or damaged.</exception>
    public static ReadOnlyMemory<byte> Open(ReadOnlySpan<byte> owner, string kind, ReadOnlyMemory<byte> stored)
    {
        if (stored.Length > MaxBytes)
        {
            throw new UnreadableRecordException(UnreadableReason.TooLarge, stored.Length);
        }

        if (!IsIntact(owner, kind, stored.Span))
        {
            throw new UnreadableRecordException(UnreadableReason.Damaged, stored.Length);
        }

        return stored[..^Length];
    }

    /// <inheritdoc cref="Open(ReadOnlySpan{byte}, string, ReadOnlyMemory{byte})"/>
    public static ReadOnlyMemory<byte> Open(string owner, string kind, ReadOnlyMemory<byte> stored) => Open(Encoding.UTF8.GetBytes(owner), kind, stored);

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            sum = BitOperations.Crc32C(sum, one);
        }

        return sum;
    }
}
