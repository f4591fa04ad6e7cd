namespace SessionGrains.Silo.Files;

/// <summary>
/// Folders and files that only their user may look into: they hold session ids, which are the right to write, and who can write into them can join a
/// cluster. What is there already keeps its mode, because it is somebody's choice; <see cref="Warning"/> says when others can look in.
/// Windows has no such modes and leaves it to the folder's access list.
/// </summary>
internal static class OwnerOnlyFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>All that anybody but the owner may do.</summary>
    public const UnixFileMode Others = OthersRead | OthersWrite | OthersEnter;

    /// <summary>Creates the folder, and those above it, where they are missing (mode 0700).</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Folder);
    }

    /// <summary>Creates the file, empty, where it is missing (mode 0600). SQLite gives what it writes beside a database the database's own mode.</summary>
    public static void CreateFile(string path)
    {
        // One that is there is not opened: closing it again would end the locks that SQLite holds on it in this process.
        if (System.IO.File.Exists(path))
            return;

        try
        {
            using (Open(path, FileMode.CreateNew, FileShare.ReadWrite))
            {
            }
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            // Another process was first.
        }
    }

    /// <summary>Opens the file for reading and writing; one that is made gets mode 0600, and room for so many bytes.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share, long bytes = 0)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0, PreallocationSize = bytes };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File;
        return new FileStream(path, options);
    }

    /// <summary>What to tell the operator when other users can read the file or put another in its place; null when they cannot.</summary>
    public static string? Warning(string path)
    {
        if (OperatingSystem.IsWindows() || !System.IO.File.Exists(path) || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder)
            return null;

        var (file, above) = (System.IO.File.GetUnixFileMode(path), System.IO.File.GetUnixFileMode(folder));
        if ((above & OthersEnter) == 0)
            return null;

        if ((file & (OthersRead | OthersWrite)) != 0)
            return $"chmod 600 '{path}'";

        return (above & OthersWrite) != 0 && (above & UnixFileMode.StickyBit) == 0 ? $"chmod 700 '{folder}'" : null;
    }
}
