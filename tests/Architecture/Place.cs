namespace SessionGrains.Architecture.Tests;

/// <summary>Where a type lies.</summary>
/// <param name="Project">Such as <c>Api</c>.</param>
/// <param name="Room">Such as <c>Api/Operators</c>; null: in no room.</param>
/// <param name="Inner">Such as <c>Api/Operators/Keys</c>; null: right in its room.</param>
internal readonly record struct Place(string Project, string? Room, string? Inner)
{
    /// <summary>The grains have no part of their own in their namespaces: what is none of these is theirs.</summary>
    private static readonly string[] OtherProjects = ["Api", "Silo"];

    public static Place Of(string type)
    {
        var parts = type.Split('.')[1..^1];
        var project = parts.Length > 0 && OtherProjects.Contains(parts[0]) ? parts[0] : "Grains";
        var rooms = project == "Grains" ? parts : parts[1..];
        return new(project, rooms.Length > 0 ? $"{project}/{rooms[0]}" : null, rooms.Length > 1 ? $"{project}/{rooms[0]}/{rooms[1]}" : null);
    }
}
