using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace SessionGrains.Silo.Files;

/// <summary>Files below a folder of this machine.</summary>
/// <param name="path">The folder; it is made.</param>
internal sealed partial class DurableFolder(string path) : IDurableFiles
{
    private const int ReadOnly = 0;
    private const int MostKnown = 1_000;

    private readonly string _root = Path.GetFullPath(path);

    /// <summary>Folders whose names this process has put on the disk.</summary>
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public string Place => $"The folder {path}";

    /// <summary>Returns when the file, its name and those of its folders are on the disk.</summary>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var (file, folder) = Locate(name);
        for (var isThere = false; !isThere;)
        {
            var temporary = await WriteTemporaryAsync(file, folder, content, cancellationToken);
            try
            {
                File.Move(temporary, file, overwrite: true);
                isThere = true;
            }
            catch (FileNotFoundException) when (File.Exists(file))
            {
                // Another writer has finished, and taken this one for a killed one. There is an end of that: each finishes once.
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }

        DeleteTemporaries(file, folder);
        Flush(folder);
    }

    /// <summary>Of several who make it at once one succeeds.</summary>
    public async Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var (file, folder) = Locate(name);
        if (!File.Exists(file))
        {
            var temporary = await WriteTemporaryAsync(file, folder, content, cancellationToken);
            try
            {
                // A move that does not overwrite looks first and then renames, unless on Windows: a link is refused by the file system itself. Some have no links.
                if (OperatingSystem.IsWindows() || Link(temporary, file) != 0)
                {
                    File.Move(temporary, file, overwrite: false);
                }
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another was faster.
            }
            finally
            {
                File.Delete(temporary);
            }
        }

        DeleteTemporaries(file, folder);
        Flush(folder);
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_root, name);
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
    }

    public Task ConfirmAsync(string name, CancellationToken cancellationToken)
    {
        Flush(Locate(name).Folder);
        return Task.CompletedTask;
    }

    /// <remarks>100,000 names take about 0.1 s.</remarks>
    public IAsyncEnumerable<string> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var listed = Path.Combine(_root, folder);
        return (Directory.Exists(listed) ? Directory.EnumerateFiles(listed).Select(static file => Path.GetFileName(file)) : []).ToAsyncEnumerable();
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var (file, folder) = Locate(name);
        File.Delete(file);
        Flush(folder);
        return Task.CompletedTask;
    }

    /// <summary>The file, and its folder, which is made.</summary>
    private (string File, string Folder) Locate(string name)
    {
        var file = Path.Combine(_root, name);
        var folder = Path.GetDirectoryName(file)!;
        MakeFolder(folder);
        return (file, folder);
    }

    /// <summary>
    /// Makes a folder and those that it is in. The name of one that is there may not be on the disk: another process has just made it, or one that was killed. So each process
    /// puts each name there once.
    /// </summary>
    private void MakeFolder(string folder)
    {
        if (_known.ContainsKey(folder) && Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { } parent)
        {
            MakeFolder(parent);
            var isOld = Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            try
            {
                Flush(parent);
            }
            catch (IOException) when (isOld && folder.Length <= _root.Length)
            {
                // What the sink's folder is in may belong to somebody else, who does not let us read it.
            }
        }

        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[folder] = true;
    }

    private static async Task<string> WriteTemporaryAsync(string file, string folder, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(folder, $".{Path.GetFileName(file)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
            await RandomAccess.WriteAsync(handle, content, 0, cancellationToken);
            RandomAccess.FlushToDisk(handle);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Of this writer, and of those that were killed.</summary>
    private static void DeleteTemporaries(string file, string folder)
    {
        foreach (var temporary in Directory.GetFiles(folder, $".{Path.GetFileName(file)}.*.tmp"))
        {
            File.Delete(temporary);
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

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
