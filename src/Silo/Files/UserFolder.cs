namespace SessionGrains.Silo.Files;

/// <summary>
/// The folder for programs' data in the user's home: <c>$XDG_DATA_HOME</c>, else <c>~/.local/share</c>; <c>%LOCALAPPDATA%</c> on Windows, <c>~/Library/Application Support</c> on macOS.
/// </summary>
internal static class UserFolder
{
    private const string XdgVariable = "XDG_DATA_HOME";

    /// <summary>The folder, which a new home lacks until a program creates it; null: this user has no home.</summary>
    public static string? Find()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0 && (IsNamed() || Directory.Exists(Home())) ? folder : null;
    }

    /// <summary>As .NET reads it: a relative path does not count.</summary>
    private static bool IsNamed() => !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable(XdgVariable) is ['/', ..];

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
}
