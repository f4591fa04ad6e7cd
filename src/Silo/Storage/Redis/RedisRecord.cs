using System.Buffers.Binary;
using SessionGrains.Quarantine;
using SessionGrains.Silo.Storage.GroupCommit;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// The value of a record: 8 bytes of version, big-endian, then the record. The first byte, which versions do not reach, is 1 when the key has an expiry
/// (<see cref="RedisScripts.Commit"/>); a program that does not know this treats it as part of the version, and preserves it.
/// </summary>
internal static class RedisRecord
{
    private const int MaxBytes = RecordChecksum.MaxBytes + RecordBytes.VersionLength;

    private const long VersionBits = (1L << 56) - 1;

    /// <summary>Reads a record; null when there is none. Reads at most the maximum size of a record.</summary>
    public static async Task<StoredRecord?> ReadAsync(IDatabase database, RedisKey key)
    {
        try
        {
            // A range read cannot tell an empty value from a missing one. Both commands share a round trip.
            var exists = database.KeyExistsAsync(key);
            ReadOnlyMemory<byte> value = await database.StringGetRangeAsync(key, 0, MaxBytes);
            if (value.Length > MaxBytes)
                return new StoredRecord(Version(value.Span), default) { Length = await database.StringLengthAsync(key) - RecordBytes.VersionLength };

            return await exists ? new StoredRecord(Version(value.Span), Body(value)) : null;
        }
        catch (RedisServerException e) when (e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return new StoredRecord(0, default);
        }
    }

    /// <summary>The version of a value; 0 when it is too short.</summary>
    public static long Version(ReadOnlySpan<byte> value) =>
        value.Length < RecordBytes.VersionLength ? 0 : BinaryPrimitives.ReadInt64BigEndian(value) & VersionBits;

    /// <summary>The record of a value; empty when it is too short.</summary>
    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> value) => value.Length < RecordBytes.VersionLength ? default : value[RecordBytes.VersionLength..];
}
