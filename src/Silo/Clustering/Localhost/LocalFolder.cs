using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>Folders that the processes of local clusters share: in the user's home, so that it does not matter from where each was started.</summary>
internal static class LocalFolder
{
    /// <summary>Membership files, if <c>Cluster:Directory</c> does not name another place.</summary>
    public static string Clusters { get; } = Path.Combine(Root(), "clusters");

    /// <summary>Claims on ports: one place for all clusters, because they share the machine's ports.</summary>
    public static string Ports { get; } = Path.Combine(Root(), "ports");

    /// <summary>
    /// Makes one of these folders. Of a user without a home they are below the folder of temporary files, where everybody may have made one of this name before:
    /// who can write into it joins the cluster, and reads its key.
    /// </summary>
    /// <exception cref="StartRefusedException">Others can look into it.</exception>
    public static void Create(string folder)
    {
        if (Home().Length == 0 && IsBelow(folder, Root()))
            CreateAlone(Root());

        OwnerOnlyFiles.CreateFolder(folder);
    }

    /// <summary>Makes the folder, or takes it where it is this user's alone. One of another user with that mode cannot be entered, which is told when it is used.</summary>
    public static void CreateAlone(string folder)
    {
        OwnerOnlyFiles.CreateFolder(folder);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OwnerOnlyFiles.Others) != 0)
            throw new StartRefusedException($"The folder {folder} is open to other users of this machine, who could join the cluster: take it away if you did not make it, or name another in Cluster:Directory and give this user a home (HOME).");
    }

    private static bool IsBelow(string folder, string root) => Path.GetFullPath(folder).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

    private static string Root() => Home() is { Length: > 0 } home ? Path.Combine(home, "session-grains") : Path.Combine(Path.GetTempPath(), $"session-grains-{Environment.UserName}");
}
