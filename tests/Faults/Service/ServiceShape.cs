namespace SessionGrains.Faults.Tests;

/// <summary>The processes of a service and their settings.</summary>
/// <param name="Silos">0: the front door hosts the only silo.</param>
/// <param name="FrontDoors">At least 1.</param>
/// <param name="Settings">For all processes, as <c>--Section:Key=value</c>.</param>
internal sealed record ServiceShape(int Silos, int FrontDoors, params string[] Settings);
