using System.Buffers.Binary;
using SessionGrains.Silo.Storage.GroupCommit;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// The value of a record: 8 bytes of version, big-endian, and the record. The first byte, which no version reaches, is 1 where the key has an expiry
/// (<see cref="RedisScripts.Commit"/>); a program that does not know of it takes it for a part of the version, and keeps it.
/// </summary>
internal static class RedisRecord
{
    private const long VersionBits = (1L << 56) - 1;

    /// <summary>0 for what is no record.</summary>
    public static long Version(ReadOnlySpan<byte> value) =>
        value.Length < RecordBytes.VersionLength ? 0 : BinaryPrimitives.ReadInt64BigEndian(value) & VersionBits;

    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> value) => value[RecordBytes.VersionLength..];
}
