namespace SessionGrains.Silo.Startup;

/// <summary>The form in which this program is installed, as its build wrote it into the runtime configuration (ADR 23).</summary>
internal static class ProgramForm
{
    /// <summary>Set by src/Api/Packaging; missing where the program was built or published as it is.</summary>
    private const string Key = "SessionGrains.Form";

    private const string Tool = "tool";
    private const string SingleFile = "single-file";

    /// <summary>The command of the .NET tool.</summary>
    public const string ToolCommand = "sessiongrains";

    /// <summary>Whether this is the .NET tool, which keeps its data in the user's data folder.</summary>
    public static bool IsTool { get; } = AppContext.GetData(Key) is Tool;

    /// <summary>Whether this is the single file, which is a node or a front door and has no program of a silo.</summary>
    public static bool IsSingleFile { get; } = AppContext.GetData(Key) is SingleFile;
}
