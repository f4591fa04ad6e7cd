namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>Folders that the processes of local clusters share: in the user's home, so that it does not matter from where each was started.</summary>
internal static class LocalDirectory
{
    /// <summary>Membership files, if <c>Cluster:Directory</c> does not name another place.</summary>
    public static string Clusters { get; } = Path.Combine(Root(), "clusters");

    /// <summary>Claims on ports: one place for all clusters, because they share the machine's ports.</summary>
    public static string Ports { get; } = Path.Combine(Root(), "ports");

    private static string Root()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return home.Length > 0 ? Path.Combine(home, "session-grains") : Path.Combine(Path.GetTempPath(), $"session-grains-{Environment.UserName}");
    }
}
