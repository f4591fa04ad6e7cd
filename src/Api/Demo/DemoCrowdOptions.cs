namespace SessionGrains.Api.Demo;

/// <summary>What the crowd of the demo needs to know.</summary>
/// <param name="Viewers">How many watch at a time.</param>
/// <param name="Key">The operator key for the link.</param>
/// <param name="Folder">Where sessions are stored until the end.</param>
internal sealed record DemoCrowdOptions(int Viewers, string Key, string Folder);
