using System.Buffers;
using System.Buffers.Binary;
using SessionGrains.Quarantine;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// A serialized record in a rented array, preceded by the version it replaces and its own: backends that store version and record in one value send slices of the array.
/// </summary>
internal sealed class RecordBytes(long expectedVersion) : IBufferWriter<byte>
{
    /// <summary>Bytes of a version, big-endian.</summary>
    public const int VersionLength = sizeof(long);

    private const int HeaderLength = 2 * VersionLength;

    private byte[] _buffer = StartBuffer(expectedVersion);
    private int _written = HeaderLength;

    /// <summary>The version that is replaced.</summary>
    public ReadOnlyMemory<byte> Expected => _buffer.AsMemory(0, VersionLength);

    /// <summary>The new version and the record.</summary>
    public ReadOnlyMemory<byte> Versioned => _buffer.AsMemory(VersionLength, _written - VersionLength);

    /// <summary>The record and, once sealed, its checksum.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(HeaderLength, _written - HeaderLength);

    public int Length => _written;

    /// <summary>Appends the checksum.</summary>
    public void Seal(ReadOnlySpan<byte> sessionId, string recordName)
    {
        var checksum = RecordChecksum.Of(sessionId, recordName, Body);
        BinaryPrimitives.WriteUInt32LittleEndian(GetSpan(RecordChecksum.Length), checksum);
        Advance(RecordChecksum.Length);
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureCapacity(sizeHint);
        return _buffer.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureCapacity(sizeHint);
        return _buffer.AsSpan(_written);
    }

    /// <summary>Returns the array; nothing may read it any more.</summary>
    public void Release()
    {
        // An empty array must not be pooled.
        if (_buffer.Length > 0)
            RecordArrays.Return(_buffer);
        _buffer = [];
        _written = 0;
    }

    private void EnsureCapacity(int sizeHint)
    {
        if (_buffer.Length - _written >= Math.Max(sizeHint, 1))
            return;

        var larger = RecordArrays.Rent(Math.Max(_buffer.Length * 2, _written + sizeHint));
        _buffer.AsSpan(0, _written).CopyTo(larger);
        RecordArrays.Return(_buffer);
        _buffer = larger;
    }

    private static byte[] StartBuffer(long expectedVersion)
    {
        var buffer = RecordArrays.Rent(RecordArrays.UsualLength);
        BinaryPrimitives.WriteInt64BigEndian(buffer, expectedVersion);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(VersionLength), expectedVersion + 1);
        return buffer;
    }
}
