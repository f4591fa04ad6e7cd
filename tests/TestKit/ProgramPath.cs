namespace SessionGrains.TestKit;

/// <summary>Programs that this machine has.</summary>
internal static class ProgramPath
{
    /// <summary>Debian keeps servers, and what changes the network, where only root's PATH looks.</summary>
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>Where a program lies; null: nowhere.</summary>
    public static string? Find(string program) => Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
