namespace SessionGrains.Architecture.Tests;

/// <summary>Where a type lies.</summary>
/// <param name="Project">Such as <c>Api</c>.</param>
/// <param name="Module">Such as <c>Api/Operators</c>; null: in no module.</param>
/// <param name="Inner">Such as <c>Api/Operators/Keys</c>; null: right in its module.</param>
internal readonly record struct Place(string Project, string? Module, string? Inner)
{
    /// <summary>The grains have no part of their own in their namespaces: what is none of these is theirs.</summary>
    private static readonly string[] OtherProjects = ["Api", "Silo", "Players"];

    public static Place Of(string type)
    {
        var parts = type.Split('.')[1..^1];
        var project = parts.Length > 0 && OtherProjects.Contains(parts[0]) ? parts[0] : "Grains";
        var modules = project == "Grains" ? parts : parts[1..];
        return new(project, modules.Length > 0 ? $"{project}/{modules[0]}" : null, modules.Length > 1 ? $"{project}/{modules[0]}/{modules[1]}" : null);
    }
}
