using System.Buffers.Binary;
using SessionGrains.Quarantine;
using SessionGrains.Silo.Storage.GroupCommit;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// The value of a record: 8 bytes of version, big-endian, and the record. The first byte, which no version reaches, is 1 where the key has an expiry
/// (<see cref="RedisScripts.Commit"/>); a program that does not know of it takes it for a part of the version, and keeps it.
/// </summary>
internal static class RedisRecord
{
    private const int MostBytes = RecordChecksum.MaxBytes + RecordBytes.VersionLength;

    private const long VersionBits = (1L << 56) - 1;

    /// <summary>
    /// What is stored under a key; null: nothing. Only so much as a record can have, and that tells no
    /// empty value from a missing one.
    /// </summary>
    public static async Task<StoredRecord?> ReadAsync(IDatabase database, RedisKey key)
    {
        try
        {
            // Asked together: one way to the server and back.
            var exists = database.KeyExistsAsync(key);
            ReadOnlyMemory<byte> value = await database.StringGetRangeAsync(key, 0, MostBytes);
            if (value.Length > MostBytes)
                return new StoredRecord(Version(value.Span), default) { Length = await database.StringLengthAsync(key) - RecordBytes.VersionLength };

            return await exists ? new StoredRecord(Version(value.Span), Body(value)) : null;
        }
        catch (RedisServerException e) when (e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return new StoredRecord(0, default);
        }
    }

    /// <summary>0 for what is no record.</summary>
    public static long Version(ReadOnlySpan<byte> value) =>
        value.Length < RecordBytes.VersionLength ? 0 : BinaryPrimitives.ReadInt64BigEndian(value) & VersionBits;

    /// <summary>Nothing, where there is not even a version.</summary>
    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> value) => value.Length < RecordBytes.VersionLength ? default : value[RecordBytes.VersionLength..];
}
