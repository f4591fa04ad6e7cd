namespace SessionGrains.TestKit;

/// <summary>Environment variables that make a run longer or another one.</summary>
internal static class RunSetting
{
    /// <summary>Null when the variable is not set.</summary>
    public static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;

    /// <inheritdoc cref="Text"/>
    public static int? Number(string variable) => Text(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
