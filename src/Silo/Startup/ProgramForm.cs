namespace SessionGrains.Silo.Startup;

/// <summary>The form in which this program is installed, as its build wrote it into the runtime configuration (ADR 23).</summary>
internal static class ProgramForm
{
    /// <summary>Set by src/Api/SessionGrains.Api.csproj when it packs the tool; missing in every other form.</summary>
    private const string Key = "SessionGrains.Form";

    private const string Tool = "tool";

    /// <summary>The command of the .NET tool.</summary>
    public const string ToolCommand = "sessiongrains";

    /// <summary>Whether this is the .NET tool, which keeps its data in the user's data folder.</summary>
    public static bool IsTool { get; } = AppContext.GetData(Key) is Tool;
}
