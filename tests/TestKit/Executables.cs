namespace SessionGrains.TestKit;

/// <summary>The folder of the built executables.</summary>
internal static class Executables
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        // artifacts/bin/{project}/{configuration}/
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(mine.Parent!.Parent!.FullName, "SessionGrains.Api", mine.Name);
    }
}
