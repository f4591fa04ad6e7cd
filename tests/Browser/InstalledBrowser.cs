namespace SessionGrains.Browser.Tests;

/// <summary>The Chromium of this machine: Playwright downloads none.</summary>
internal static class InstalledBrowser
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Full path of the browser, or null when there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>A sandbox needs rights that containers lack; the rest keeps the browser from calling anywhere by itself.</summary>
    public static string[] Flags { get; } =
        ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run", "--metrics-recording-only"];

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name + extension))).FirstOrDefault(File.Exists);
    }
}

/// <summary>A fact that is skipped, with the reason, where no Chromium is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (InstalledBrowser.Path is null)
            Skip = "No Chromium is on the PATH: install one (Debian: apt-get install chromium-headless-shell; Ubuntu, macOS, Windows: chromium or google-chrome).";
    }
}
