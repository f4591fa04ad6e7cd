namespace SessionGrains.Bench.Cost;

/// <summary>Where the build has put what is measured, beside this program: artifacts/bin/{project}/{configuration}.</summary>
internal static class Executables
{
    public const string Api = "SessionGrains.Api";
    public const string Silo = "SessionGrains.Silo";

    private static readonly DirectoryInfo Mine = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Floor { get; } = Of("SessionGrains.Bench.Floor", "SessionGrains.Bench.Floor");

    public static string Rival { get; } = Of("SessionGrains.Bench.Rival", "SessionGrains.Bench.Rival");

    /// <summary>The output folder of front door and silo.</summary>
    public static string Build { get; } = Path.GetDirectoryName(Of(Api, Api))!;

    public static string Probe { get; } = Of("SessionGrains.Bench.Probe", "SessionGrains.Bench.Probe.dll");

    /// <summary>Programs optimized by the compiler: others are not worth measuring.</summary>
    public static bool AreOptimized => string.Equals(Mine.Name, "release", StringComparison.OrdinalIgnoreCase);

    /// <summary>The program in PATH, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Of(string project, string file) => Path.Combine(Mine.Parent!.Parent!.FullName, project, Mine.Name, file);
}
