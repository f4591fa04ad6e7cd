using System.Runtime.InteropServices;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Startup;

/// <summary>How this process was started.</summary>
internal static class StartedAs
{
    private const string Dotnet = "dotnet";

    /// <summary>Whether <c>dotnet</c> runs this program's DLL.</summary>
    public static bool ByDotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath ?? Dotnet).Equals(Dotnet, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether <c>dotnet run</c> started it in the source tree, in the Development environment.</summary>
    public static bool FromSource { get; } = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") == Environments.Development;

    /// <summary>The command for usage texts and for commands that others are to type.</summary>
    public static string Command { get; } = ProgramForm.IsTool ? ProgramForm.ToolCommand : ByDotnet ? $"{Dotnet} {typeof(StartedAs).Assembly.GetName().Name}.dll" : Path.GetFileName(Environment.ProcessPath!);

    /// <summary>The <c>dotnet</c> whose runtime runs this process: its folder holds <c>shared/Microsoft.NETCore.App/{version}/</c>, which need not be on the PATH.</summary>
    public static string FindDotnet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var dotnet = Path.Combine(root, OperatingSystem.IsWindows() ? $"{Dotnet}.exe" : Dotnet);
        return File.Exists(dotnet) ? dotnet : Dotnet;
    }
}
