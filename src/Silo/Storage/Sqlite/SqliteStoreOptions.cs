using SessionGrains.Rooms;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The session store in one file: the <c>Storage:Sqlite</c> section of the configuration.</summary>
public sealed class SqliteStoreOptions
{
    public const string Section = "Storage:Sqlite";

    /// <summary>
    /// The database file; its folder is created if missing. Default: <c>data/sessions.db</c> below the working directory; of the .NET tool <c>sessiongrains/sessions.db</c> in the
    /// <see cref="UserFolder"/>; in a local cluster <c>{ClusterId}.sessions.db</c> beside its membership file, so that working directories do not matter.
    /// </summary>
    public string Path { get; set; } = DefaultPath;

    /// <summary>
    /// Maximum bytes of the file, at least 1 MiB. Before it is reached, starts and then events are refused as <c>Storage:Room</c> says. Default: the disk's free space at the start, less
    /// 5 % (at most 1 GiB), the write-ahead log (a sixteenth, at most 64 MiB) and the reserve (half of that, at most 64 MiB).
    /// </summary>
    public long? MaxBytes { get; set; }

    /// <summary>What to do about an empty <see cref="Path"/>.</summary>
    internal static string Missing => DefaultPath.Length > 0
        ? $"{Section}:{nameof(Path)} is empty: name the database file, or leave it out."
        : $"This user has no home folder to keep sessions in: set HOME or XDG_DATA_HOME, or name the database file in {Section}:{nameof(Path)}.";

    /// <summary>Empty for the .NET tool when its user has no home.</summary>
    private static string DefaultPath { get; } = FindDefaultPath();

    /// <summary>Whether this process uses the file exclusively (an embedded silo) or shares it with others of a local cluster.</summary>
    internal bool Exclusive { get; set; }

    private static string FindDefaultPath()
    {
        const string File = "sessions.db";
        if (!ProgramForm.IsTool)
            return "data/" + File;

        return UserFolder.Find() is { } folder ? System.IO.Path.Combine(folder, ProgramForm.ToolCommand, File) : "";
    }

    /// <summary>Sets defaults that depend on the cluster; null: no cluster.</summary>
    internal void ApplyCluster(SessionClusterOptions? cluster)
    {
        Exclusive = cluster is { Mode: ClusterMode.Embedded };
        if (cluster is { Mode: ClusterMode.Localhost })
            Path = System.IO.Path.Combine(cluster.Directory, $"{cluster.ClusterId}.sessions.db");
    }
}
