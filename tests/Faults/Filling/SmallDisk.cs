namespace SessionGrains.Faults.Tests;

/// <summary>A file system of 64 MiB in memory. Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk()
    {
        Folder = Directory.CreateTempSubdirectory("session-grains-disk-").FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", Folder);
    }

    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && CanMount();

    public string Folder { get; }

    public long FreeBytes => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Another program takes what is free.</summary>
    /// <param name="leaving">Bytes that it leaves.</param>
    public void Exhaust(long leaving = 0)
    {
        using var file = File.Create(Path.Combine(Folder, "another-program"));
        var block = new byte[4096];
        try
        {
            while (leaving == 0 || FreeBytes > leaving)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool CanMount()
    {
        try
        {
            using var disk = new SmallDisk();
            return disk.FreeBytes <= 64 << 20;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed.");
    }
}
