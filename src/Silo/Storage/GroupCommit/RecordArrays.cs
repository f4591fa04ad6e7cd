using System.Buffers;
using System.Collections.Concurrent;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// Arrays for records. <see cref="ArrayPool{T}.Shared"/> keeps some dozens of a size for each core; a batch has hundreds under way, so the usual
/// size is kept here.
/// </summary>
internal static class RecordArrays
{
    public const int UsualLength = 2048;

    private const int Most = 2048;

    private static readonly ConcurrentQueue<byte[]> Usual = new();

    public static byte[] Rent(int length)
    {
        if (length > UsualLength)
            return ArrayPool<byte>.Shared.Rent(length);

        return Usual.TryDequeue(out var array) ? array : GC.AllocateUninitializedArray<byte>(UsualLength);
    }

    public static void Return(byte[] array)
    {
        if (array.Length > UsualLength)
            ArrayPool<byte>.Shared.Return(array);
        else if (Usual.Count < Most)
            Usual.Enqueue(array);
    }
}
