namespace SessionGrains.Faults.Tests;

/// <summary>The processes of a service and their settings.</summary>
/// <param name="Silos">0: the front door hosts the only silo.</param>
/// <param name="FrontDoors">0: the silos are nodes, which players reach themselves.</param>
/// <param name="Settings">For all processes, as <c>--Section:Key=value</c>.</param>
internal sealed record ServiceShape(int Silos, int FrontDoors, params string[] Settings)
{
    /// <summary>Whether each silo is a node, which answers requests too.</summary>
    public bool HasNodes { get; init; }
}
