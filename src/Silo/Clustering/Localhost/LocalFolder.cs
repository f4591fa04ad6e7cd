using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>Folders shared by the processes of local clusters, in the user's home so that working directories do not matter.</summary>
internal static class LocalFolder
{
    /// <summary>Membership files; the default of <c>Cluster:Directory</c>.</summary>
    public static string Clusters { get; } = Path.Combine(Root(), "clusters");

    /// <summary>Lock files of ports, shared by all clusters because they share the machine's ports.</summary>
    public static string Ports { get; } = Path.Combine(Root(), "ports");

    /// <summary>
    /// Creates one of these folders. A user without a home gets a folder below the temporary files, where another user may have created one of this name: whoever
    /// can write into it can join the cluster and read its key.
    /// </summary>
    /// <exception cref="StartRefusedException">Other users have access to the folder.</exception>
    public static void Create(string folder)
    {
        if (UserFolder.Find() is null && IsBelow(folder, Root()))
            CreateAlone(Root());

        OwnerOnlyFiles.CreateFolder(folder);
    }

    /// <summary>Creates the folder, or accepts it when only its owner has access. If another user owns such a folder, its first use fails.</summary>
    public static void CreateAlone(string folder)
    {
        OwnerOnlyFiles.CreateFolder(folder);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OwnerOnlyFiles.Others) != 0)
            throw new StartRefusedException($"The folder {folder} is open to other users of this machine, who could join the cluster: delete it if you did not create it, or name another in Cluster:Directory and give this user a home (HOME).");
    }

    private static bool IsBelow(string folder, string root) => Path.GetFullPath(folder).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Root() => UserFolder.Find() is { } home ? Path.Combine(home, "session-grains") : Path.Combine(Path.GetTempPath(), $"session-grains-{Environment.UserName}");
}
