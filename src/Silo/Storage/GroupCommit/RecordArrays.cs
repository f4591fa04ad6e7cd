using System.Buffers;
using System.Collections.Concurrent;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// A pool of arrays for records. <see cref="ArrayPool{T}.Shared"/> keeps some dozens of each size per core, but a batch has hundreds in use, so the usual size is pooled
/// here.
/// </summary>
internal static class RecordArrays
{
    public const int UsualLength = 2048;

    private const int MaxPooled = 2048;

    private static readonly ConcurrentQueue<byte[]> Pool = new();

    public static byte[] Rent(int length)
    {
        if (length > UsualLength)
            return ArrayPool<byte>.Shared.Rent(length);

        return Pool.TryDequeue(out var array) ? array : GC.AllocateUninitializedArray<byte>(UsualLength);
    }

    public static void Return(byte[] array)
    {
        if (array.Length > UsualLength)
            ArrayPool<byte>.Shared.Return(array);
        else if (Pool.Count < MaxPooled)
            Pool.Enqueue(array);
    }
}
