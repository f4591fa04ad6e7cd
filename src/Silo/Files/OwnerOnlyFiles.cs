namespace SessionGrains.Silo.Files;

/// <summary>
/// Folders and files that only their user can access: they contain session ids, which permit writing to sessions, and whoever can write to them can join a cluster. Existing
/// ones keep their mode, which their owner chose; <see cref="Warning"/> reports when others have access. On Windows the folder's access list decides.
/// </summary>
internal static class OwnerOnlyFiles
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>All permissions of users other than the owner.</summary>
    public const UnixFileMode Others = OthersRead | OthersWrite | OthersEnter;

    /// <summary>Creates the folder and its parents with mode 0700, if missing.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Creates an empty file with mode 0600, if missing. SQLite gives its log and lock files the database's mode.</summary>
    public static void CreateFile(string path)
    {
        // An existing file is not opened: closing it would release the locks that SQLite holds on it in this process.
        if (File.Exists(path))
            return;

        try
        {
            using (Open(path, FileMode.CreateNew, FileShare.ReadWrite))
            {
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it first.
        }
    }

    /// <summary>Opens the file for reading and writing; a new one gets mode 0600 and <paramref name="bytes"/> bytes reserved.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share, long bytes = 0)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0, PreallocationSize = bytes };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode0600;
        return new FileStream(path, options);
    }

    /// <summary>Whether another process has the file locked: EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.</summary>
    public static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>The command that fixes the access of other users who can read or replace the file; null when they cannot.</summary>
    public static string? Warning(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder)
            return null;

        var (fileMode, folderMode) = (File.GetUnixFileMode(path), File.GetUnixFileMode(folder));
        if ((folderMode & OthersEnter) == 0)
            return null;

        if ((fileMode & (OthersRead | OthersWrite)) != 0)
            return $"chmod 600 '{path}'";

        return (folderMode & OthersWrite) != 0 && (folderMode & UnixFileMode.StickyBit) == 0 ? $"chmod 700 '{folder}'" : null;
    }
}
