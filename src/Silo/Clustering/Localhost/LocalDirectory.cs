namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>The folder that the processes of local clusters share.</summary>
internal static class LocalDirectory
{
    /// <summary>Who can write here can join the cluster, so a new folder is its owner's alone.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
