using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>Looks for bytes in a file.</summary>
internal static class FileSearch
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Whether the file has any of the texts.</summary>
    public static async Task<bool> HasAnyAsync(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken)
    {
        var overlap = texts.Max(static text => text.Length) - 1;
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes + overlap);
        try
        {
            var (offset, kept) = (0L, 0);
            while (await RandomAccess.ReadAsync(file, buffer.AsMemory(kept, ChunkBytes), offset, cancellationToken) is > 0 and var read)
            {
                var filled = kept + read;
                if (texts.Any(text => buffer.AsSpan(0, filled).IndexOf(text.Span) >= 0))
                    return true;

                // A text may lie across two reads.
                kept = Math.Min(overlap, filled);
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
                offset += read;
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
