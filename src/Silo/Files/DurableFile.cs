using System.Runtime.InteropServices;

namespace SessionGrains.Silo.Files;

/// <summary>Writes files so that a loss of power leaves the old file, the new one or none, and never half of one.</summary>
internal static partial class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Replaces a file. Returns when file and name are on the disk.</summary>
    /// <param name="path">The file; its folders are made.</param>
    /// <param name="content">What it is to have.</param>
    /// <param name="owner">Whoever writes: two who write the same file at once do not disturb each other.</param>
    /// <param name="cancellationToken">Leaves the old file.</param>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, string owner, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        MakeFolder(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{owner}.tmp");
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.Asynchronous))
            {
                await RandomAccess.WriteAsync(file, content, 0, cancellationToken);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(temporary, path, overwrite: true);

            // Of writers that were killed, or that come too late and fail.
            foreach (var other in Directory.GetFiles(folder, $".{Path.GetFileName(path)}.*.tmp"))
            {
                File.Delete(other);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        Flush(folder);
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            MakeFolder(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            Flush(parent);
        }
    }

    /// <summary>Puts the names in a folder on the disk. Windows does so by itself.</summary>
    private static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        var failed = Fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException($"The folder {folder} could not be put on the disk (error {error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
