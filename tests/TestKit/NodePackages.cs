using System.Runtime.CompilerServices;

namespace SessionGrains.TestKit;

/// <summary>What tests use from npm: <c>tests/clients</c>.</summary>
public static class NodePackages
{
    public const string Install = "run npm ci in tests/clients";

    private static readonly string Folder = Find();

    /// <summary>The node program; null if it is not installed.</summary>
    public static string? Node { get; } = ProgramPath.Find("node");

    /// <summary>A file of the folder, such as <c>node_modules/@adobe/alloy/dist/alloy.min.js</c>; null if it is not there.</summary>
    public static string? FileOf(string name) => Path.Combine(Folder, name) is var file && File.Exists(file) ? file : null;

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "clients"));
}
